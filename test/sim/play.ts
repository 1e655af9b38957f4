import {namesOf} from '../../src/language/names.js';
import {parseFact, parseScript} from '../../src/language/parse.js';
import {explainFact} from '../../src/narrate/fact.js';
import {refusalSentence} from '../../src/narrate/refusal.js';
import type {Event} from '../../src/sim/event.js';
import {evaluate} from '../../src/sim/fact-value.js';
import {perform} from '../../src/sim/perform.js';
import {emptyWorld} from '../../src/sim/setup.js';
import type {World} from '../../src/sim/world.js';

/** What became of a script: the world, its history, and the refusals by their statement. */
export type Played = {readonly world: World; readonly events: readonly Event[]; readonly refusals: readonly string[]};

/** The world after a script. Fails: throws on a line that is not in the language. */
export function play(script: string): Played {
	const {statements, errors} = parseScript(script);
	if (errors.length > 0) throw new Error(errors.map(({line, message}) => `${line}: ${message}`).join('\n'));
	let world = emptyWorld;
	const events: Event[] = [];
	const refusals: string[] = [];
	for (const {statement} of statements) {
		const outcome = perform(world, statement);
		if (outcome.ok) {
			world = outcome.world;
			events.push(...outcome.events);
		} else refusals.push(refusalSentence(outcome.refusal));
	}
	return {world, events, refusals};
}

/** The facts, of those given, that are not as expected after a script, each with what was found; empty when all are. */
export function wrong(script: string, ...facts: readonly string[]): readonly string[] {
	const {world, refusals} = play(script);
	const unmet = facts.flatMap((text) => {
		const parsed = parseFact(text, namesOf(world));
		if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
		return evaluate(world, parsed.fact) ? [] : [`${text}: ${explainFact(world, parsed.fact)}`];
	});
	return [...refusals, ...unmet];
}

/** Whether a fact is true of a world. Fails: throws on a text that is no fact. */
export function evaluates(world: World, text: string): boolean {
	const parsed = parseFact(text, namesOf(world));
	if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
	return evaluate(world, parsed.fact);
}

/** The kinds of a script's events from the last statement on that is not set-up, in order. */
export function kinds({events}: Played): readonly string[] {
	return events.map(({kind}) => kind);
}

/** Two clients, a lock of 10 s, an unfenced and a fenced store. */
export const world = `
client A
client B
lock account lease ttl 10s
store raw unfenced
store safe fenced
put account balance=100
`;
