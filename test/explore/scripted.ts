import type {Claim} from '../../src/explore/claim.js';
import {parseScript} from '../../src/language/parse.js';
import {refusalSentence} from '../../src/narrate/refusal.js';
import {perform} from '../../src/sim/perform.js';
import {emptyWorld} from '../../src/sim/setup.js';
import type {World} from '../../src/sim/world.js';

/** A world after all statements of a script, and the claims about it. */
export type Scripted = {readonly world: World; readonly claims: readonly Claim[]};

/** What a script of the fence language sets up and claims. Fails: throws on the first error in it. */
export function scripted(text: string): Scripted {
	const {statements, errors} = parseScript(text);
	const [error] = errors;
	if (error !== undefined) throw new Error(`${error.line}:${error.column}: ${error.message}`);
	const world = statements.reduce((before, {statement}) => {
		const outcome = perform(before, statement);
		if (!outcome.ok) throw new Error(refusalSentence(outcome.refusal));
		return outcome.world;
	}, emptyWorld);
	return {world, claims: statements.map(({statement}) => statement).filter((statement) => statement.kind === 'claim')};
}
