import {commandLine, groupsOfHelp, helpOn, nearestTopic, wordsIn} from '../help/page.js';
import {helpTopics} from '../help/topics.js';
import {commands} from '../language/command.js';
import {exerciseLines} from './course.js';
import type {Place, Session, Turn} from './session.js';
import {say, tell} from './turn.js';

/** The session after /help: what can be typed here, or all about one topic. */
export function help(session: Session, word: string): Turn {
	if (word === '') return say(session, [{kind: 'page', title: 'Help', lines: overview(session.place)}]);
	const lines = helpOn(word);
	if (lines !== null) return say(session, [{kind: 'page', title: word.toLowerCase(), lines}]);
	const near = nearestTopic(word);
	return tell(
		session,
		`There is no help on that. ${near === null ? '/help lists the topics.' : `Did you mean /help ${near}?`}`,
	);
}

function overview(place: Place): readonly string[] {
	return [
		enterLine(place),
		...(place.kind === 'lesson' && place.standing.finished ? exerciseLines(place.lesson) : []),
		'',
		'What clients do:',
		...helpTopics()
			.filter(({group}) => group === 'What clients do')
			.map(({usage}) => `  ${usage ?? ''}`),
		'',
		'More words; /help and the word shows how each is written, with an example:',
		...groupsOfHelp
			.filter((group) => group !== 'What clients do')
			.map((group) => `  ${group}: ${wordsIn(group).join(', ')}`),
		'',
		'Commands of the prompt:',
		...commands.map((command) => `  ${commandLine(command)}`),
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
