import {at} from '../sim/client-step.js';
import {perform} from '../sim/perform.js';
import type {Statement} from '../sim/statement.js';
import type {Moment, World} from '../sim/world.js';
import type {Ask, CodePlace} from './ask.js';
import type {ScheduleMove} from './explore-code.js';

/** One move of a schedule as it is told. `statements`: none where only the code does something, such as to look at the clock. */
export type ToldMove = {
	/** The client that moves, or null for the world around. */
	readonly client: string | null;
	/** What the client asks; null for a crash and for the world around. */
	readonly ask: Ask | null;
	readonly place: CodePlace;
	readonly statements: readonly ToldStatement[];
};

/** A statement with what it did. */
export type ToldStatement = {readonly statement: Statement; readonly moments: readonly Moment[]};

/**
 * A schedule as statements, which do the same in `run` without the learner's code.
 * Fails: throws where a statement is refused, which is our error.
 */
export function scheduleScript(world: World, schedule: readonly ScheduleMove[]): readonly ToldMove[] {
	let now = world;
	return schedule.map((move): ToldMove => {
		const statements = statementsOf(world, move).map((statement): ToldStatement => {
			const outcome = perform(now, statement);
			if (!outcome.ok) throw new Error(`The schedule does not replay: ${outcome.refusal.sentence}`);
			now = outcome.world;
			return {statement, moments: outcome.moments};
		});
		if (move.client === null) return {client: null, ask: null, place: nowhere, statements};
		const ask = move.deed.kind === 'ask' ? move.deed.ask : null;
		return {client: at(world.spec.clients, move.client).name, ask, place: ask ?? nowhere, statements};
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
