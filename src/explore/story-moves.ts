import {at} from '../sim/client-step.js';
import type {Prospect} from '../sim/lock/state.js';
import type {Statement} from '../sim/statement.js';
import type {Duration} from '../sim/time.js';
import {prospectOf} from './canonical.js';
import {clientMoves, type Deed} from './client-moves.js';
import type {Scene} from './engine/play.js';
import {markOf, type NodeMark} from './node-names.js';
import type {LocalPart, Setting, SharedPart} from './parts.js';
import {serviceMoves} from './service-moves.js';
import type {WorldModel} from './world-model.js';

/** One move of a story: something done with a client (its index in the spec), something done to a server, or the passing of time. */
export type StoryMove =
	| {readonly kind: 'client'; readonly client: number; readonly deed: Deed}
	/** `node`: what the node holds that the statement is about, where its name in the state is not its name in the world. `prospect`: so in that state. */
	| {
			readonly kind: 'service';
			readonly statement: Statement;
			readonly node: NodeMark | null;
			readonly prospect: Prospect;
	  }
	| {readonly kind: 'wait'; readonly time: Duration};

/** The moves of a story that the engine has played. */
export function storyMoves(made: WorldModel, steps: readonly Scene<SharedPart, LocalPart>[]): readonly StoryMove[] {
	return steps.map((step, index) => storyMove(made, steps[index - 1] ?? made.model, step));
}

type Parts = {readonly shared: SharedPart; readonly locals: readonly LocalPart[]};

function storyMove({setting}: WorldModel, {shared, locals}: Parts, step: Scene<SharedPart, LocalPart>): StoryMove {
	switch (step.kind) {
		case 'step': {
			const client = at(setting.order, step.actor);
			return {
				kind: 'client',
				client,
				deed: at(clientMoves({setting, client, local: at(locals, step.actor), shared}), step.outcome).deed,
			};
		}
		case 'surroundings':
			return serviceMove(setting, shared, locals, at(serviceMoves(setting, shared), step.outcome).statement);
		case 'passing':
			return {kind: 'wait', time: step.time};
	}
}

/** The move of a statement about a server in a state. Shape: `locals` in the order of the actors. */
export function serviceMove(
	setting: Setting,
	shared: SharedPart,
	locals: readonly LocalPart[],
	statement: Statement,
): StoryMove {
	const inOrder = setting.spec.clients.map((_, client) => at(locals, setting.order.indexOf(client)));
	return {
		kind: 'service',
		statement,
		prospect: prospectOf(setting, shared),
		node: setting.nodesAreAlike ? markOf(statement, setting.spec, shared.shared, inOrder) : null,
	};
}
