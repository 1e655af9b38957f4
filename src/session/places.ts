import {counted} from '../narrate/counted.js';
import {beatOf, ofBeat, taskOf} from './beat.js';
import {performed} from './do-statement.js';
import type {Place, Session, ShowPlace, Turn} from './session.js';
import {past, plant, present, script, worldMoments} from './tree.js';
import {say, tell} from './turn.js';

/** The session in the sandbox, in a copy of the present world. */
export function play(session: Session): Turn {
	const {tree} = session.place;
	const copy: Place = {kind: 'sandbox', tree: plant(present(tree).world, script(tree), worldMoments(tree))};
	return tell(
		push(session, copy),
		'This is a copy of your world: do with it what you like. /back returns to where you were.',
	);
}

/** The session in another place; /back returns to the present one. */
export function push(session: Session, place: Place): Session {
	return {...session, place, below: [...session.below, session.place], setback: null};
}

/** The session in the place it came from, exactly as it was left. */
export function back(session: Session): Turn {
	const place = session.below.at(-1);
	if (place === undefined) return tell(session, 'There is no place to go back to. /menu opens the list of lessons.');
	return tell(
		{...session, place, below: session.below.slice(0, -1), setback: null},
		`You are back ${describe(place)}, as you left it.`,
	);
}

/** The session in the demonstration of the present task. */
export function show(session: Session): Turn {
	const {place} = session;
	const task = taskOf(place);
	if (place.kind === 'show')
		return tell(session, 'You are watching it. Enter takes the next step, /back returns to your own run.');
	if (task === null || place.kind === 'sandbox') return tell(session, nothingToShow(place));
	const [first] = ofBeat(place);
	const tree = {...place.tree, cursor: first?.id ?? place.tree.cursor, ahead: []};
	const copy: ShowPlace = {
		kind: 'show',
		task,
		lesson: place.lesson,
		tree: plant(present(tree).world, script(tree), worldMoments(tree)),
	};
	const count = task.solution.length;
	return tell(
		push(session, copy),
		`The solution has ${counted(count, 'step')}. Enter takes the next one; /back returns to your own run at any time.`,
	);
}

/** The demonstration after its next step; after its last one, the place it came from. */
export function playNext(session: Session, place: ShowPlace): Turn {
	const done = past(place.tree).filter(({did}) => did.kind === 'statement').length;
	const line = place.task.solution[done];
	if (line === undefined) return back(session);
	const {session: after} = performed(session, line);
	return done + 1 < place.task.solution.length
		? say(after, [])
		: tell(after, 'That was the whole solution. Enter returns to your own run.');
}

function describe(place: Place): string {
	switch (place.kind) {
		case 'lesson':
			return `in "${place.lesson.title}"`;
		case 'sandbox':
			return 'in the sandbox';
		case 'show':
			return 'in the demonstration';
	}
}

function nothingToShow(place: Place): string {
	switch (beatOf(place)?.act.kind) {
		case 'try':
			return 'Enter runs the line that is shown.';
		case 'predict':
			return 'Place your bet; then you see what happens.';
		case 'read':
		case 'debrief':
			return 'There is nothing to solve here. Enter goes on.';
		case 'task':
		case undefined:
			return 'There is no solution to show outside a task of a lesson.';
	}
}
