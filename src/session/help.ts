import {nearest} from '../language/nearest.js';
import {commands} from './command.js';
import type {Topic} from './help-topics.js';
import {topics} from './help-topics.js';
import type {Place, Session, Turn} from './session.js';
import {say, tell} from './turn.js';

/** The session after /help: what can be typed here, or all about one topic. */
export function help(session: Session, word: string): Turn {
	if (word === '') return say(session, [{kind: 'page', title: 'Help', lines: overview(session.place)}]);
	const wanted = word.toLowerCase().replace(/^\//, '').replace(/\s+/g, ' ');
	const command = commands.find(({name}) => name === wanted);
	if (command !== undefined) return say(session, [{kind: 'page', title: `/${command.name}`, lines: [commandLine(command)]}]);
	const topic = topics.find(({names}) => names.includes(wanted));
	if (topic !== undefined) return say(session, [{kind: 'page', title: wanted, lines: topicLines(topic)}]);
	const near = nearest(wanted, [...commands.map(({name}) => name), ...topics.flatMap(({names}) => names)]);
	return tell(session, `There is no help on that. ${near === null ? '/help lists the topics.' : `Did you mean /help ${near}?`}`);
}

function overview(place: Place): readonly string[] {
	return [
		enterLine(place),
		'',
		'Statements, each one decision about the world; `;` separates several on a line:',
		...topics.filter(({group}) => group === 'statement').map(({line}) => `  ${line}`),
		'',
		'Commands of the prompt:',
		...commands.map((command) => `  ${commandLine(command)}`),
		'',
		`More: /help TOPIC, with a verb, a command, or one of: ${topics
			.filter(({group}) => group !== 'statement')
			.map(({names}) => names[0])
			.join(', ')}.`,
	];
}

function enterLine(place: Place): string {
	switch (place.kind) {
		case 'lesson':
			return 'Enter on an empty line goes on: it runs the line that is shown, or turns the page when this one is done.';
		case 'show':
			return 'Enter on an empty line takes the next step of the demonstration; /back returns to your own run.';
		case 'sandbox':
			return 'This is the sandbox: type statements, and see what becomes of them.';
	}
}

function commandLine({name, takes, about}: (typeof commands)[number]): string {
	return `${`/${name} ${takes}`.trimEnd().padEnd(16)} ${about}`;
}

function topicLines({line, about}: Topic): readonly string[] {
	return line === '' ? about : [line, '', ...about];
}
