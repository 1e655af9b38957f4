import {type HelpGroup, type HelpTopic, helpTopic, helpTopics} from '../language/help-topics.js';
import {nearest} from '../language/nearest.js';
import {type CommandName, commands} from './command.js';
import {terms} from './glossary.js';
import type {Place, Session, Turn} from './session.js';
import {say, tell} from './turn.js';

/** The session after /help: what can be typed here, or all about one topic. */
export function help(session: Session, word: string): Turn {
	if (word === '') return say(session, [{kind: 'page', title: 'Help', lines: overview(session.place)}]);
	const wanted = word.toLowerCase().replace(/\s+/g, ' ');
	const lines = linesAbout(wanted) ?? linesAbout(wanted.replace(/s$/, ''));
	if (lines !== null) return say(session, [{kind: 'page', title: wanted, lines}]);
	const near = nearest(wanted, [...commands.map(({name}) => `/${name}`), ...helpTopics.map(({name}) => name), ...terms.flatMap(({names}) => names)]);
	return tell(session, `There is no help on that. ${near === null ? '/help lists the topics.' : `Did you mean /help ${near}?`}`);
}

/** A statement goes before a command of the same name, since the command has its `/`. */
function linesAbout(wanted: string): readonly string[] | null {
	const topic = helpTopic(wanted);
	if (topic !== null) return topicLines(topic);
	const term = terms.find(({names}) => names.includes(wanted));
	if (term !== undefined) return [term.meaning];
	const command = commands.find(({name}) => name === wanted.replace(/^\//, ''));
	return command === undefined ? null : [commandLine(command)];
}

function overview(place: Place): readonly string[] {
	return [
		enterLine(place),
		'',
		'What clients do:',
		...helpTopics.filter(({group}) => group === 'What clients do').map(({usage}) => `  ${usage}`),
		'',
		'More statements; /help and the word shows how each is written:',
		...groups.map((group) => `  ${group}: ${namesIn(group)}`),
		'',
		'Commands of the prompt:',
		...commands.map((command) => `  ${commandLine(command)}`),
		'',
		`Words of the field: ${terms.map(({names: [name]}) => name).join(', ')}.`,
	];
}

function enterLine(place: Place): string {
	switch (place.kind) {
		case 'lesson':
			return 'Enter on an empty line goes on: it runs the line that is shown, or turns the page when this one is done.';
		case 'show':
			return 'Enter on an empty line takes the next step of the demonstration; /back returns to your own run.';
		case 'sandbox':
			return 'This is the sandbox: type statements, and see what becomes of them. Enter on an empty line does again what was undone.';
	}
}

function namesIn(wanted: HelpGroup): string {
	return helpTopics
		.filter(({group}) => group === wanted)
		.map(({name}) => name)
		.join(', ');
}

function topicLines({usage, meaning, example}: HelpTopic): readonly string[] {
	return [usage, meaning, 'For example:', ...example.map((line) => `  ${line}`)];
}

function commandLine({name, takes, about}: {readonly name: CommandName; readonly takes: string; readonly about: string}): string {
	return `${`/${name} ${takes}`.trimEnd().padEnd(17)} ${about}`;
}

const groups: readonly HelpGroup[] = ['What the world does', 'Messages', 'Programs', 'Set up a world', 'Lock services', 'Facts'];
