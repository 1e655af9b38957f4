import type {Command} from '../language/command.js';
import {stateLines} from '../narrate/state.js';
import {isOver} from './beat.js';
import {choiceNumber, placeBet} from './bet.js';
import {exploreFrom} from './explore.js';
import {load, save, share} from './file.js';
import {goOn, toStep} from './go-on.js';
import {help} from './help.js';
import {hint} from './hint.js';
import {back, play, show} from './places.js';
import {readingAt} from './reading-at.js';
import {recordLesson} from './record-lesson.js';
import type {Session, Turn} from './session.js';
import {toNamedStep} from './to-step.js';
import {goToNamed, redoTimes, reset, undoTimes} from './travel.js';
import {present} from './tree.js';
import {at, say, tell} from './turn.js';
import {whyNamed} from './why.js';

/** The session after a meta command. */
export function doCommand(session: Session, {name, rest}: Command): Turn {
	switch (name) {
		case 'help':
			return help(session, rest);
		case 'why':
			return whyNamed(session, rest);
		case 'hint':
			return hint(session);
		case 'bet':
			return bet(session, rest);
		case 'show':
			return show(session);
		case 'undo':
			return counted(session, rest, undoTimes);
		case 'redo':
			return counted(session, rest, redoTimes);
		case 'reset':
			return reset(session);
		case 'goto':
			return goToNamed(session, rest);
		case 'timeline':
			return say(session, [{kind: 'timeline', inWords: rest.toLowerCase() === 'words'}]);
		case 'state':
			return say(session, [
				{kind: 'page', title: 'State', lines: stateLines(present(session.place.tree).world, readingAt(session.place))},
			]);
		case 'play':
			return play(session);
		case 'back':
			return back(session);
		case 'next':
			return next(session);
		case 'skip':
			return skip(session);
		case 'step':
			return toNamedStep(session, rest);
		case 'takeover':
			return takeOver(session);
		case 'explore':
			return exploreFrom(session, rest);
		case 'save':
			return save(session, rest);
		case 'load':
			return load(session, rest);
		case 'share':
			return share(session, rest);
		case 'record':
			return recordLesson(session, rest);
		case 'theme':
			return say(session, [], [{kind: 'theme', name: rest === '' ? null : rest}]);
		case 'menu':
		case 'notes':
		case 'review':
		case 'quit':
			return say(session, [], [{kind: name}]);
	}
}

function bet(session: Session, word: string): Turn {
	const choice = choiceNumber(word);
	return choice === null ? tell(session, 'Say which choice: /bet 1') : placeBet(session, choice);
}

function counted(session: Session, word: string, move: (session: Session, times: number) => Turn): Turn {
	if (word === '') return move(session, 1);
	return /^[1-9]\d{0,8}$/.test(word)
		? move(session, Number(word))
		: tell(session, 'Say how many, as a whole number: /undo 3');
}

function next(session: Session): Turn {
	const {place} = session;
	if (place.kind === 'lesson') return goOn(session, place);
	return tell(
		session,
		'There is no next step outside a lesson. /back returns to where you were, /menu opens the list.',
	);
}

function takeOver(session: Session): Turn {
	return session.place.kind === 'lesson'
		? say(session, [], [{kind: 'take-over'}])
		: tell(session, 'There is nothing to take over outside a lesson.');
}

function skip(session: Session): Turn {
	const {place} = session;
	if (place.kind !== 'lesson')
		return tell(session, 'There is nothing to skip outside a lesson. /back returns to where you were.');
	const {step} = present(place.tree);
	if (step >= place.lesson.steps.length) return goOn(session, place);
	const {skipped} = place.standing;
	const marked =
		isOver(place) || skipped.includes(step)
			? place
			: {...place, standing: {...place.standing, skipped: [...skipped, step]}};
	return toStep(at(session, marked), marked, step + 1);
}
