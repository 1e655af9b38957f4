import {oldestHeld} from '../sim/address.js';
import {at} from '../sim/client-step.js';
import {nextStep} from '../sim/look.js';
import {perform, whyNot} from '../sim/perform.js';
import type {Operation, Statement} from '../sim/statement.js';
import type {World} from '../sim/world.js';
import {canonical} from './canonical.js';
import type {Deed} from './client-moves.js';
import {aboutNode} from './node-names.js';
import {rebaseShared} from './rebase.js';
import type {StoryMove} from './story-moves.js';

/** A client whose program has begun and that takes no step while time passes, although it could: to a reader it stands still. */
type Idle = {readonly client: string; readonly next: Operation};

/** One statement of a story. `idle` is empty unless time passes. */
export type ScriptLine = {readonly statement: Statement; readonly idle: readonly Idle[]};

/** A story as far as it is told: its statements, and the world after them. */
export type StoryScript = {readonly world: World; readonly lines: readonly ScriptLine[]};

/** A story of which nothing is told yet. */
export function begin(world: World): StoryScript {
	return {world, lines: []};
}

/** The story with one more move; null when its statement is refused, or the story before it is null. */
export function appendMove(script: StoryScript | null, move: StoryMove): StoryScript | null {
	return script === null ? null : appendStatement(script, statementOf(script.world, move));
}

/** The story with one more statement; null when it is refused. */
export function appendStatement({world, lines}: StoryScript, statement: Statement): StoryScript | null {
	const outcome = perform(world, statement);
	const idle = statement.kind === 'wait' ? idleClients(world) : [];
	return outcome.ok ? {world: outcome.world, lines: [...lines, {statement, idle}]} : null;
}

/** A move as the statement that makes it in this world. */
export function statementOf(world: World, move: StoryMove): Statement {
	switch (move.kind) {
		case 'client':
			return clientStatement(world, move.client, move.deed);
		case 'service':
			return move.node === null
				? move.statement
				: aboutNode(
						move.statement,
						move.node,
						world.spec,
						canonical(world.spec, rebaseShared(world.spec, world.shared, world.now), false, move.prospect),
						world.locals,
					);
		case 'wait':
			return {kind: 'wait', for: move.time};
	}
}

function clientStatement(world: World, index: number, deed: Deed): Statement {
	const client = at(world.spec.clients, index).name;
	switch (deed.kind) {
		case 'step':
			return {kind: 'step', client, count: 1, message: deed.message};
		case 'deliver': {
			const message = at(at(world.locals, index).flight, deed.position).id;
			return oldestHeld(world, index) === message ? {kind: 'deliver-from', client} : {kind: 'deliver', message};
		}
		case 'duplicate':
			return {kind: 'duplicate', message: at(at(world.locals, index).flight, deed.position).id};
		case 'cut':
		case 'heal':
			return {kind: deed.kind, from: client, to: deed.endpoints};
		case 'clock':
			return {kind: 'clock', actor: client, by: deed.by};
		case 'drop':
			return {kind: 'drop', message: at(at(world.locals, index).flight, deed.position).id};
		case 'rate':
			return {kind: 'rate', client, rate: deed.rate};
		case 'pause':
		case 'suspend':
			return {kind: deed.kind, client, for: null};
		case 'resume':
			return {kind: 'resume', client};
		case 'crash':
		case 'restart':
			return {kind: deed.kind, actor: client};
	}
}

function idleClients(world: World): readonly Idle[] {
	return world.spec.clients.flatMap(({name}, index): readonly Idle[] => {
		const next = nextStep(world, name);
		const canStep = whyNot(world, {kind: 'step', client: name, count: 1, message: {}}) === null;
		return next !== null && canStep && at(world.locals, index).program.at > 0 ? [{client: name, next}] : [];
	});
}
