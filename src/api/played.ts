import {type Entry, falsehood, play} from '../cli/run/play.js';
import {parseScript} from '../language/parse.js';
import type {World} from '../sim/world.js';
import type {Expectation, Problem, Script} from './types.js';

/** What a script did, sorted. Order: as in the script. */
export type Played = {
	readonly steps: readonly Extract<Entry, {kind: 'step'}>[];
	readonly refusals: readonly Problem[];
	readonly expectations: readonly Expectation[];
	readonly end: Extract<Entry, {kind: 'end'}>;
	readonly world: World;
};

/** What a script does in a world of its own. */
export function played({text}: Script): Played {
	const entries = [...play('script', parseScript(text))];
	const of = <Kind extends Entry['kind']>(kind: Kind) =>
		entries.filter((entry): entry is Extract<Entry, {kind: Kind}> => entry.kind === kind);
	const [end] = of('end');
	if (end === undefined) throw new Error('a run has an end');
	return {
		steps: of('step'),
		refusals: of('refusal').map(({line, column, sentence}) => ({line, column, message: sentence})),
		expectations: of('expect').map((entry) => {
			const {line, fact, why} = entry;
			return {line, fact, held: why === null, why: why === null ? null : falsehood(entry)};
		}),
		end,
		world: end.world,
	};
}
