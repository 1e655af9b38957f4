import {statementOf} from '../explore/story-script.js';
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
	/** What the code prints before it waits again. */
	readonly said: readonly string[];
};

/**
 * A schedule as statements, which do the same in `run` without the learner's code.
 * Fails: throws where a statement is refused, which is our error.
 */
export function scheduleScript(world: World, schedule: readonly ScheduleMove[]): readonly ToldMove[] {
	let now = world;
	return schedule.map((move): ToldMove => {
		const statements = statementsOf(now, move);
		const played = play(statements, now);
		if (played.refused !== null)
			throw new Error(`The schedule does not replay: ${JSON.stringify([played.refused, statements])}`);
		now = played.world;
		const {done} = played;
		if (move.client === null) return {client: null, ask: null, place: nowhere, done, said: []};
		const ask = 'ask' in move.deed ? move.deed.ask : null;
		return {client: at(world.spec.clients, move.client).name, ask, place: ask ?? nowhere, done, said: move.said};
	});
}

const nowhere: CodePlace = {file: null, line: null};

function statementsOf(world: World, move: ScheduleMove): readonly Statement[] {
	if (move.client === null) return [statementOf(world, move.move)];
	const {client, deed} = move;
	const {name} = at(world.spec.clients, client);
	switch (deed.kind) {
		case 'crash':
			return [
				{kind: 'crash', actor: name},
				{kind: 'restart', actor: name},
			];
		case 'message':
		case 'befalls':
			return [statementOf(world, {kind: 'client', client, deed: deed.done})];
		case 'ask':
			return deed.operation === null ? [] : [{kind: 'do', client: name, operation: deed.operation}];
	}
}
