import {notice} from '../narrate/notice.js';
import {ofBeat} from './beat.js';
import {arrive} from './go-on.js';
import {readingAt} from './reading-at.js';
import type {Moment, Session, Tree, Turn} from './session.js';
import {goTo, momentAt, past, present, redo, tips, undo} from './tree.js';
import {add, andThen, say, tell, withTree} from './turn.js';

/** The session some moments earlier. */
export function undoTimes(session: Session, times: number): Turn {
	return travel(session, undo, times, 'Undone', 'There is nothing to undo: this is where it all began.');
}

/** The session some moments later, where something was undone. */
export function redoTimes(session: Session, times: number): Turn {
	return travel(session, redo, times, 'Done again', 'There is nothing to do again.');
}

/** The session one moment later, with what happened in it, as when it was typed. */
export function stepOn(session: Session): Turn {
	const before = present(session.place.tree);
	return andThen(redoTimes(session, 1), (now) => {
		const {id, did, world, events} = present(now.place.tree);
		return say(
			now,
			did.kind === 'statement'
				? [
						{
							kind: 'done',
							moment: id,
							input: did.text,
							notices: notice(before.world, world, events, readingAt(now.place)),
						},
					]
				: [],
		);
	});
}

/** The session at any of its moments. */
export function goToMoment(session: Session, id: number): Turn {
	const {tree} = session.place;
	if (!Number.isInteger(id) || id < 0 || id >= tree.moments.length)
		return tell(session, 'There is no such moment. /timeline lists them.');
	return moved(session, goTo(tree, id), `You are at ${describe(momentAt(tree, id))}.`);
}

/** The session after /goto: a row of the ladder is looked up by the shell, a branch and the beginning here. */
export function goToNamed(session: Session, word: string): Turn {
	const {tree} = session.place;
	const branch = /^b(\d{1,6})$/i.exec(word)?.[1];
	const tip = branch === undefined ? undefined : tips(tree)[Number(branch) - 1];
	if (tip !== undefined) return goToMoment(session, tip.id);
	if (/^0+$/.test(word)) return goToMoment(session, past(tree)[0]?.id ?? 0);
	if (/^\d{1,9}$/.test(word)) return say(session, [], [{kind: 'find-row', row: Number(word)}]);
	return tell(
		session,
		'Say where to go: /goto 7 is row 7 of the ladder, /goto 0 the beginning, /goto b2 the end of branch 2. /timeline lists them.',
	);
}

/** The session in the world as it was when the present beat began, or the sandbox before its first operation; from there, where the world itself began. */
export function reset(session: Session): Turn {
	const {tree} = session.place;
	const line = past(tree);
	const nearest =
		session.place.kind === 'lesson' ? ofBeat(session.place)[0] : line.findLast(({world}) => !world.started);
	const here = present(tree);
	const target = [nearest, line[0]].find((moment) => moment !== undefined && moment.world !== here.world);
	if (target === undefined) return tell(session, 'Nothing has happened here yet.');
	const {step, beat, world} = target;
	const after = add(session, {kind: 'reset', to: target.id}, {step, beat, world});
	return andThen(tell(after, 'The world is as it was at the beginning. /undo takes the reset back.'), (now) =>
		step === here.step && beat === here.beat ? say(now, []) : arrive(now),
	);
}

/** What the learner did at a moment, for a list or a sentence. */
export function describe({did}: Moment): string {
	switch (did.kind) {
		case 'statement':
			return `\`${did.text}\``;
		case 'began':
			return 'the beginning of a step';
		case 'reset':
			return 'the reset';
		case 'turned':
			return 'the turn of the page';
		case 'bet':
			return `your bet on ${did.choice}`;
	}
}

function travel(session: Session, move: (tree: Tree) => Tree | null, times: number, done: string, none: string): Turn {
	let {tree} = session.place;
	const passed: string[] = [];
	while (passed.length < times) {
		const next = move(tree);
		if (next === null) break;
		passed.push(describe(present(move === undo ? tree : next)));
		tree = next;
	}
	if (passed.length === 0) return tell(session, none);
	return moved(session, tree, `${done}: ${passed.length <= 3 ? passed.join(', ') : `${passed.length} moments`}.`);
}

function moved(session: Session, tree: Tree, text: string): Turn {
	const from = present(session.place.tree);
	const to = present(tree);
	return andThen(tell({...withTree(session, tree), setback: null}, text), (now) =>
		from.step === to.step && from.beat === to.beat ? say(now, []) : arrive(now),
	);
}
