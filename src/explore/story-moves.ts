import {at} from '../sim/scene.js';
import type {Statement} from '../sim/statement.js';
import type {Duration} from '../sim/time.js';
import {clientMoves, type Deed} from './client-moves.js';
import type {Scene} from './engine/play.js';
import type {LocalPart, SharedPart} from './parts.js';
import {serviceMoves} from './service-moves.js';
import type {WorldModel} from './world-model.js';

/** One move of a story: something done with a client (its index in the spec), something done to a server, or the passing of time. */
export type StoryMove =
	| {readonly kind: 'client'; readonly client: number; readonly deed: Deed}
	| {readonly kind: 'service'; readonly statement: Statement}
	| {readonly kind: 'wait'; readonly time: Duration};

/** The moves of a story that the engine has played. */
export function storyMoves(made: WorldModel, scenes: readonly Scene<SharedPart, LocalPart>[]): readonly StoryMove[] {
	return scenes.map((scene, index) => storyMove(made, scenes[index - 1] ?? made.model, scene));
}

type Parts = {readonly shared: SharedPart; readonly locals: readonly LocalPart[]};

function storyMove({setting}: WorldModel, {shared, locals}: Parts, scene: Scene<SharedPart, LocalPart>): StoryMove {
	switch (scene.kind) {
		case 'step': {
			const client = at(setting.order, scene.actor);
			return {kind: 'client', client, deed: at(clientMoves({setting, client, local: at(locals, scene.actor), shared}), scene.outcome).deed};
		}
		case 'surroundings':
			return {kind: 'service', statement: at(serviceMoves(setting, shared), scene.outcome).statement};
		case 'passing':
			return {kind: 'wait', time: scene.time};
	}
}
