import type {Quest} from '../../../src/explore/reach/quest.js';
import {type Reached, type ReachLimits, reach} from '../../../src/explore/reach/reach.js';
import {namesOf} from '../../../src/language/names.js';
import {parseFact, parseScript} from '../../../src/language/parse.js';
import {print} from '../../../src/language/print.js';
import {refusalSentence} from '../../../src/narrate/refusal.js';
import type {Fact} from '../../../src/sim/fact.js';
import {evaluate} from '../../../src/sim/fact-value.js';
import {perform} from '../../../src/sim/perform.js';
import type {Statement} from '../../../src/sim/statement.js';
import type {World} from '../../../src/sim/world.js';
import {scripted} from '../scripted.js';

/** A world as a script, what is wanted of it, and the kinds of statement that may be used (`do` is every verb of a client; a verb alone is that one). */
export type Told = {
	readonly world: string;
	readonly goals: readonly string[];
	readonly lose?: readonly string[];
	readonly kinds: readonly string[];
	readonly examples?: string;
};

export const generous: ReachLimits = {maxStates: 50_000, maxLength: 1000, isClose: false};

export function worldOf({world}: Told): World {
	return scripted(world).world;
}

export function questOf({goals, lose = [], kinds, examples = '', ...told}: Told): Quest {
	const names = namesOf(worldOf({...told, goals, kinds}));
	const fact = (text: string): Fact => {
		const parsed = parseFact(text, names);
		if (!parsed.ok) throw new Error(parsed.error.message);
		return parsed.fact;
	};
	return {
		goals: goals.map(fact),
		ticked: goals.map(() => false),
		lose: lose.map(fact),
		allows: (statement) => kinds.includes(statement.kind === 'do' ? statement.operation.kind : statement.kind),
		examples: parseScript(examples, names).statements.map(({statement}) => statement),
	};
}

export function shortest(told: Told, limits: Partial<ReachLimits> = {}): Reached {
	return reach(worldOf(told), questOf(told), {...generous, ...limits});
}

/** The result in words: `found 2: wait 1s; A pause`. */
export function inWords({kind, length, script}: Reached): string {
	return `${kind} ${length}${script.length === 0 ? '' : `: ${script.map(print).join('; ')}`}`;
}

/** The world after a script. Fails: throws on a refusal. */
export function after(world: World, script: readonly Statement[]): World {
	return script.reduce((before, statement) => {
		const outcome = perform(before, statement);
		if (!outcome.ok) throw new Error(`${print(statement)}: ${refusalSentence(outcome.refusal)}`);
		return outcome.world;
	}, world);
}

export function isTrue(world: World, fact: Fact): boolean {
	return evaluate(world, fact);
}
