import type {Event} from '../sim/event.js';
import {pulse} from '../sim/pulse.js';
import type {Statement} from '../sim/statement.js';
import type {World, Moment as WorldMoment} from '../sim/world.js';
import type {Did, Moment, Tree} from './session.js';

/** A tree that begins with one world. */
export function plant(world: World, origin: readonly Statement[], history: readonly WorldMoment[] = []): Tree {
	const events = history.map(({event}) => event);
	return {
		moments: [{id: 0, parent: null, step: 0, beat: 0, did: {kind: 'began', origin}, moments: history, events, world}],
		cursor: 0,
		ahead: [],
	};
}

/** The tree with a new moment after the present one, and the cursor on it. */
export function grow(tree: Tree, moment: Omit<Moment, 'id' | 'parent'>): Tree {
	pulse();
	const id = tree.moments.length;
	return {moments: [...tree.moments, {...moment, id, parent: tree.cursor}], cursor: id, ahead: []};
}

/** The tree with a new moment after the present one, at the same step and beat and in the same world unless told otherwise. */
export function growHere(tree: Tree, did: Did, change: Partial<Omit<Moment, 'id' | 'parent' | 'did'>> = {}): Tree {
	const {step, beat, world} = present(tree);
	return grow(tree, {step, beat, world, moments: [], events: [], did, ...change});
}

/** The moment the learner stands at. */
export function present(tree: Tree): Moment {
	return momentAt(tree, tree.cursor);
}

/** One moment by its id. Fails: throws when the tree has no such moment. */
export function momentAt(tree: Tree, id: number): Moment {
	const moment = tree.moments[id];
	if (moment === undefined) throw new Error(`expected a moment from 0 to ${tree.moments.length - 1}, got ${id}`);
	return moment;
}

/** The tree with the cursor on the parent, or null at the very first moment. */
export function undo(tree: Tree): Tree | null {
	const {id, parent} = present(tree);
	return parent === null ? null : {...tree, cursor: parent, ahead: [id, ...tree.ahead]};
}

/** The tree with the cursor on the moment that was undone last, else on the most recent child; null where nothing follows. */
export function redo(tree: Tree): Tree | null {
	const [next, ...rest] = tree.ahead;
	const id = next ?? newestChild(tree, tree.cursor);
	return id === null ? null : {...tree, cursor: id, ahead: rest};
}

/** The tree with the cursor on any of its moments; redo then leads back to where the learner was, if that lies ahead. */
export function goTo(tree: Tree, id: number): Tree {
	const line = [...lineTo(tree, tree.cursor), ...ahead(tree).map((moment) => moment.id)];
	const at = line.indexOf(id);
	return {...tree, cursor: momentAt(tree, id).id, ahead: at === -1 ? [] : line.slice(at + 1)};
}

/** The moments that made the present world, from the one where it began. Order: oldest first. */
export function past(tree: Tree): readonly Moment[] {
	return pastOf(tree, tree.cursor);
}

/** As `past`, for any moment. A reset is followed to the moment it went back to. */
export function pastOf(tree: Tree, id: number): readonly Moment[] {
	const moments: Moment[] = [];
	let at: number | null = id;
	while (at !== null) {
		const moment = momentAt(tree, at);
		moments.push(moment);
		at = before(moment);
	}
	return moments.reverse();
}

/** The moments that redo would go through, in its order, as long as they happen in the present world. */
export function ahead(tree: Tree): readonly Moment[] {
	const newest = new Map(tree.moments.map((moment) => [moment.parent, moment.id]));
	const planned = [...tree.ahead];
	const moments: Moment[] = [];
	let id = planned.shift() ?? newest.get(tree.cursor);
	while (id !== undefined) {
		const moment = momentAt(tree, id);
		if (moment.did.kind === 'began' || moment.did.kind === 'reset') break;
		moments.push(moment);
		id = planned.shift() ?? newest.get(id);
	}
	return moments;
}

/** Whether anything has happened in the present world. */
export function hasHistory(tree: Tree): boolean {
	return past(tree).some(({events}) => events.length > 0);
}

/** The history of the present world. Order: oldest first. */
export function history(tree: Tree): readonly Event[] {
	return past(tree).flatMap((moment) => moment.events);
}

/** The history of the present world, each event with the world right after it. Order: oldest first. */
export function worldMoments(tree: Tree): readonly WorldMoment[] {
	return past(tree).flatMap((moment) => moment.moments);
}

/** The statements that make the present world from the empty one. */
export function script(tree: Tree): readonly Statement[] {
	return past(tree).flatMap(({did}) =>
		did.kind === 'began' ? did.origin : did.kind === 'statement' ? [did.statement] : [],
	);
}

/** The last moment of every line there is, the present one among them: branch b1, b2 and so on. Order: oldest first. */
export function tips(tree: Tree): readonly Moment[] {
	const parents = new Set(tree.moments.map((moment) => moment.parent));
	return tree.moments.filter((moment) => !parents.has(moment.id));
}

/** The moment after which the line to `id` left the line that the learner is on, or null where it did not. */
export function fork(tree: Tree, id: number): Moment | null {
	const mine = new Set([...lineTo(tree, tree.cursor), ...ahead(tree).map((moment) => moment.id)]);
	if (mine.has(id)) return null;
	const shared = lineTo(tree, id).findLast((each) => mine.has(each));
	return momentAt(tree, shared ?? 0);
}

/** Ids from the first moment to this one, across all beginnings. */
function lineTo(tree: Tree, id: number): readonly number[] {
	const ids: number[] = [];
	for (let at: number | null = id; at !== null; at = momentAt(tree, at).parent) ids.push(at);
	return ids.reverse();
}

/** The moment whose world this one's came from; null where a world begins. */
function before({did, parent}: Moment): number | null {
	if (did.kind === 'began') return null;
	return did.kind === 'reset' ? did.to : parent;
}

function newestChild(tree: Tree, id: number): number | null {
	return tree.moments.findLast((moment) => moment.parent === id)?.id ?? null;
}
