import {type Entry, falsehood, play} from '../cli/run/play.js';
import type {Claim} from '../explore/claim.js';
import {parseScript, type Script} from '../language/parse.js';
import type {World} from '../sim/world.js';
import {ScriptError} from './script-error.js';
import type {Expectation, Problem} from './types.js';

/** What a script did, sorted. Order: as in the script. */
type Played = {
	readonly steps: readonly Extract<Entry, {kind: 'step'}>[];
	readonly refusals: readonly Problem[];
	readonly expectations: readonly Expectation[];
	readonly claims: readonly {readonly claim: Claim; readonly line: number}[];
	readonly end: Extract<Entry, {kind: 'end'}>;
	readonly world: World;
};

/** What a text says. Throws: ScriptError where it is no text of the language. */
export function read(text: string): Script {
	const script = parseScript(text);
	const syntax = script.errors.filter(({kind}) => kind === 'syntax');
	if (syntax.length > 0) throw new ScriptError(syntax.map(({line, column, message}) => ({line, column, message})));
	return script;
}

/** What a script does in a world of its own. Throws: ScriptError where its text is no text of the language. */
export function played(text: string): Played {
	const script = read(text);
	const entries = [...play('script', script)];
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
		claims: script.statements.flatMap(({statement, line}) =>
			statement.kind === 'claim' ? [{claim: statement, line}] : [],
		),
		end,
		world: end.world,
	};
}
