import {at} from '../sim/client-step.js';
import {type Done, play} from '../sim/play.js';
import type {Statement} from '../sim/statement.js';
import type {World} from '../sim/world.js';
import type {Ask, CodePlace} from './ask.js';
import type {ScheduleMove} from './explore-code.js';

/** One move of a schedule as it is told. `done`: the statements that make it; none where only the code does something, such as to look at the clock. */
export type ToldMove = {
	/** The client that moves, or null for the world around. */
	readonly client: string | null;
	/** What the client asks; null for a crash and for the world around. */
	readonly ask: Ask | null;
	readonly place: CodePlace;
	readonly done: readonly Done[];
};

/**
 * A schedule as statements, which do the same in `run` without the learner's code.
 * Fails: throws where a statement is refused, which is our error.
 */
export function scheduleScript(world: World, schedule: readonly ScheduleMove[]): readonly ToldMove[] {
	const statements = schedule.map((move) => statementsOf(world, move));
	const played = play(statements.flat(), world);
	if (played.refused !== null)
		throw new Error(`The schedule does not replay: ${JSON.stringify([played.refused, statements])}`);
	let from = 0;
	return schedule.map((move, index): ToldMove => {
		const to = from + (statements[index]?.length ?? 0);
		const done = played.done.slice(from, to);
		from = to;
		if (move.client === null) return {client: null, ask: null, place: nowhere, done};
		const ask = move.deed.kind === 'ask' ? move.deed.ask : null;
		return {client: at(world.spec.clients, move.client).name, ask, place: ask ?? nowhere, done};
	});
}

const nowhere: CodePlace = {file: null, line: null};

function statementsOf({spec}: World, move: ScheduleMove): readonly Statement[] {
	if (move.client === null) return [move.statement];
	const {name} = at(spec.clients, move.client);
	if (move.deed.kind === 'crash')
		return [
			{kind: 'crash', actor: name},
			{kind: 'restart', actor: name},
		];
	const {operation} = move.deed;
	return operation === null ? [] : [{kind: 'do', client: name, operation}];
}
