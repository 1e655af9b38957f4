import type {Task} from '../../lesson/lesson.js';
import {judged, questionOf, taskOf} from '../../session/beat.js';
import type {Input, Place, Session, Tree} from '../../session/session.js';
import {present} from '../../session/tree.js';
import type {World} from '../../sim/world.js';
import {change} from '../prompt/change.js';
import {edit} from '../prompt/edit.js';
import type {Key} from '../prompt/key.js';
import type {Assist, Line} from '../prompt/line.js';

/** The screen of a lesson, the sandbox or a demonstration: what the learner works on, and how it is looked at. */
export type Work = {
	readonly session: Session;
	readonly line: Line;
	/** Rows the ladder is scrolled up from its newest. */
	readonly scroll: number;
	/** The choice of an open bet that Enter takes, from 0; -1 before one is chosen, so that going on with Enter places no bet by mistake. */
	readonly chosen: number;
	/** Whether the goals can still be reached, where the explorer has found it out. */
	readonly track: Track | null;
	/** What the bars show while time passes on the screen; null: the present. */
	readonly passing: Passing | null;
};

/** What the explorer says of one place in a tree: a way leads to the goals, or none does. */
export type Track = {readonly tree: Tree; readonly isOpen: boolean};

/** Time passing on the screen: the world before, of which `share` of the time up to the present has gone by. */
type Passing = {readonly from: World; readonly share: number};

/** What a key leads to: another look, lines that were entered, and what the session is to be told of it, if anything. */
type WorkTurn = {
	readonly work: Work;
	readonly entered: readonly string[];
	readonly input: Input | null;
	readonly used: boolean;
};

/** The screen of a session with nothing typed. */
export function openWork(session: Session, line: Line): Work {
	return {session, line, scroll: 0, chosen: -1, track: null, passing: null};
}

/** The screen after a key. Arrows choose while a bet is open and nothing is typed; otherwise they belong to the prompt. */
export function workKey(work: Work, key: Key, assist: Assist): WorkTurn {
	if (key.kind === 'press') {
		const scrolled = scrollBy(work, key.chord);
		if (scrolled !== null) return {work: scrolled, entered: [], input: null, used: true};
		const betting = bet(work, key.chord);
		if (betting !== null) return betting;
	}
	const {line, entered, used} = edit(work.line, key, assist);
	const input = entered.length === 0 ? null : inputOf(key, entered);
	return {work: {...work, line, scroll: input === null ? work.scroll : 0}, entered, input, used};
}

/** The screen after the session has answered: the line to mend is put back, the ladder shows its newest row. */
export function answered(work: Work, session: Session): Work {
	const {draft, caret = null} = session;
	const line = draft === null || work.line.text !== '' ? work.line : drafted(work.line, draft, caret);
	const sameQuestion = questionOf(work.session.place) === questionOf(session.place);
	return {
		...work,
		session,
		line,
		chosen: sameQuestion ? work.chosen : -1,
		passing: passingFrom(work.session.place, session.place),
	};
}

/** A line put back for mending, with the cursor where it is wrong: keys that edit work on it, and another can be typed in its place. */
function drafted(line: Line, text: string, caret: number | null): Line {
	return {...change(line, text, caret ?? text.length), offered: true};
}

/** What the explorer is to find out after something was done: whether an open task can still be solved. Null where there is nothing to find out. */
export function questionOfTrack(
	before: Place,
	after: Place,
): {readonly tree: Tree; readonly task: Task; readonly ticked: readonly boolean[]; readonly world: World} | null {
	const task = taskOf(after);
	const standing = judged(after);
	if (
		after.kind !== 'lesson' ||
		task === null ||
		standing === null ||
		before.tree === after.tree ||
		standing.solved ||
		standing.lost !== null
	)
		return null;
	return {tree: after.tree, task, ticked: standing.ticked, world: present(after.tree).world};
}

/** Time passes on the screen when it passed in the same world. */
function passingFrom(before: Place, after: Place): Passing | null {
	const from = before.tree.moments[before.tree.cursor];
	const to = after.tree.moments[after.tree.cursor];
	if (from === undefined || to === undefined || to.did.kind !== 'statement' || to.id <= from.id) return null;
	return to.world.now > from.world.now && from.world.spec === to.world.spec ? {from: from.world, share: 0} : null;
}

function inputOf(key: Key, entered: readonly string[]): Input {
	return key.kind === 'paste' ? {kind: 'paste', text: entered.join('\n')} : {kind: 'line', text: entered[0] ?? ''};
}

function scrollBy(work: Work, chord: string): Work | null {
	const by = scrollKeys[chord];
	return by === undefined ? null : {...work, scroll: Math.max(0, work.scroll + by)};
}

const scrollKeys: Readonly<Record<string, number>> = {pageup: 5, pagedown: -5, 'shift-up': 1, 'shift-down': -1};

function bet(work: Work, chord: string): WorkTurn | null {
	const choices = questionOf(work.session.place)?.choices.length ?? 0;
	if (choices === 0 || work.line.text !== '' || work.session.waiting.length > 0) return null;
	switch (chord) {
		case 'up':
			return {
				work: {...work, chosen: work.chosen <= 0 ? choices - 1 : work.chosen - 1},
				entered: [],
				input: null,
				used: true,
			};
		case 'down':
			return {work: {...work, chosen: (work.chosen + 1) % choices}, entered: [], input: null, used: true};
		case 'enter':
			return work.chosen < 0
				? null
				: {work, entered: [], input: {kind: 'line', text: String(work.chosen + 1)}, used: true};
	}
	return null;
}
