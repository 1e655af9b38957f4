import {at} from './integers.js';
import {passing, surroundings} from './moves.js';
import type {Search} from './search.js';
import type {Way} from './story.js';

/** One move of a story, by an actor's own index, and the parts after it. `outcome` is an index into what the model gave. Units: `time` as in the model's clock. */
export type Scene<Shared, Local> = {readonly shared: Shared; readonly locals: readonly Local[]} & (
	| {readonly kind: 'step'; readonly actor: number; readonly outcome: number}
	| {readonly kind: 'surroundings'; readonly outcome: number}
	| {readonly kind: 'passing'; readonly time: number}
);

/** A story as it is played from the model's start. Where actors with equal parts could make a move, the one that moved last makes it, else the first. */
export function playStory<Shared, Local>(
	search: Search<Shared, Local>,
	ways: readonly Way[],
): readonly Scene<Shared, Local>[] {
	const {model, moves, set} = search;
	const played: Scene<Shared, Local>[] = [];
	let {shared, locals} = model;
	let state = 0;
	let last = 0;
	for (const way of ways) {
		const step = play(way);
		played.push(step);
		({shared, locals} = step);
		state = way.to;
	}
	return played;

	function play(way: Way): Scene<Shared, Local> {
		if (way.mover === passing) return pass(way.local);
		if (way.mover === surroundings)
			return {
				kind: 'surroundings',
				outcome: way.outcome,
				...reachAll(model.surroundings(shared)[way.outcome] ?? shared, locals),
			};
		last = whoMoves(way.mover);
		const next = model.step(model.sorts[last] as number, locals[last] as Local, shared)[way.outcome];
		const moved = next === undefined ? locals : locals.with(last, next.local);
		const reached = reachAll(next?.shared ?? shared, moved);
		const {outlast} = model;
		const begins =
			outlast !== null && next !== undefined && isUnderWay(next.local) && !isUnderWay(locals[last] as Local);
		return {
			kind: 'step',
			actor: last,
			outcome: way.outcome,
			...(begins ? outlast.end(reached.shared, reached.locals, last, shared) : reached),
		};
	}

	function isUnderWay(local: Local): boolean {
		return model.outlast?.isUnderWay(local) ?? false;
	}

	function reachAll(
		before: Shared,
		parts: readonly Local[],
	): {readonly shared: Shared; readonly locals: readonly Local[]} {
		const {deliverOwed} = model;
		if (deliverOwed === null || !deliverOwed.isDue(before)) return {shared: before, locals: parts};
		let after = before;
		const reached = parts.map((local, actor) => {
			const next = deliverOwed.reach(model.sorts[actor] as number, local, after);
			after = next.shared;
			return next.local;
		});
		return reachAll(deliverOwed.end(after), reached);
	}

	function whoMoves(position: number): number {
		const part = at(set.rows, state * set.width + position);
		const able = locals.flatMap((local, actor) =>
			moves.groupAt[actor + 1] === moves.groupAt[position] && moves.locals.id(local) === part ? [actor] : [],
		);
		return able.includes(last) ? last : (able[0] ?? position - 1);
	}

	function pass(time: number): Scene<Shared, Local> {
		const {clock} = model;
		if (clock?.kind === 'whole') return {kind: 'passing', time, shared, locals, ...clock.pass(shared, locals)};
		let after = clock?.passShared(shared, time) ?? shared;
		const parts = locals.map((local, actor) => {
			const next = clock?.passLocal(model.sorts[actor] as number, local, after, time);
			after = next?.shared ?? after;
			return next?.local ?? local;
		});
		return {kind: 'passing', time, shared: after, locals: parts};
	}
}
