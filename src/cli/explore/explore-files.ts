import {type Claim, verdictOf} from '../../explore/claim.js';
import {defaultLimits, type Limits} from '../../explore/explore.js';
import {namesOf} from '../../language/names.js';
import {oneCause} from '../../language/one-cause.js';
import {parseFact, type Script} from '../../language/parse.js';
import {claimText} from '../../language/print.js';
import {type ExitCode, exitCode, worst} from '../exit-code.js';
import {placed, pointed} from '../file-position.js';
import type {Io} from '../io.js';
import type {Report} from '../report/report.js';
import {loadScript} from '../run/load-script.js';
import {type Entry, play} from '../run/play.js';
import {judgedRefusal} from '../run/run-files.js';
import type {Answer} from './answer.js';
import {answerLine} from './json.js';
import {search} from './search.js';
import {answerText, drawnAnswer, judgedAnswer} from './text.js';

/** What `explore` was asked for. Facts, where there are any, take the place of the file's claims. */
export type ExploreOptions = {
	readonly facts: readonly string[];
	readonly maxStates: number | undefined;
	readonly maxBytes?: number | undefined;
	readonly maxSeconds: number | undefined;
	/** Nobody is slow but by a fault. */
	readonly prompt: boolean;
	readonly json: boolean;
	readonly diagram: boolean;
	/** `promela`: the world is written as a model for SPIN, and not searched. */
	readonly as: string | undefined;
};

/** The exit code after exploring every file that can be read and has no syntax error: 1 when a claim is violated, 3 when one stays unknown. */
export async function exploreFiles(
	files: readonly string[],
	options: ExploreOptions,
	io: Io,
	report: Report | null = null,
): Promise<ExitCode> {
	const limits = limitsOf(options, io);
	if (limits === null) return exitCode.unusable;
	const codes: ExitCode[] = [];
	for (const file of files) {
		const script = await loadScript(file, options.json || report !== null, io, report);
		codes.push(script === null ? exitCode.unusable : await exploreOne(file, script, options, limits, io, report));
	}
	report?.close();
	return worst(codes);
}

async function exploreOne(
	file: string,
	script: Script,
	options: ExploreOptions,
	limits: Limits,
	io: Io,
	report: Report | null,
): Promise<ExitCode> {
	const entries = [...play(file, script)];
	const refusals = entries.filter((entry) => entry.kind === 'refusal');
	for (const refusal of oneCause(refusals.map((each) => ({...each, message: each.sentence})))) {
		io.stderr.write(placed(refusal, refusal.message));
		report?.add(judgedRefusal(refusal));
	}
	const end = entries.find((entry): entry is Extract<Entry, {kind: 'end'}> => entry.kind === 'end');
	if (end === undefined || refusals.length > 0) return exitCode.unusable;
	const claims = claimsOf(file, script, end, options, io, report);
	if (claims === null) return exitCode.unusable;
	if (options.as !== undefined) {
		const {writePromela} = await import('./promela.js');
		return writePromela(
			file,
			script,
			end.world,
			claims.map(({claim}) => claim),
			io,
		);
	}
	const codes: ExitCode[] = [];
	for (const {claim, line} of claims) {
		const finding = await search(end.world, claim.fact, limits, options.maxSeconds, options.prompt);
		const verdict = verdictOf(claim, finding);
		const answer: Answer = {
			file,
			line,
			claim: claimText(claim),
			mode: claim.mode,
			verdict,
			finding,
		};
		if (report === null) io.stdout.write(options.json ? answerLine(answer) : answerText(answer, io.look));
		else report.add(judgedAnswer(answer));
		if (options.diagram && !options.json && report === null) io.stdout.write(await drawnAnswer(answer, end.world, io));
		codes.push(verdict === 'violated' ? exitCode.failed : verdict === 'unknown' ? exitCode.gaveUp : exitCode.fine);
	}
	return worst(codes);
}

type Asked = {readonly claim: Claim; readonly line: number | null};

/** Null, and told on standard error, when there is nothing to look for or a fact is not in the language. */
function claimsOf(
	file: string,
	{statements}: Script,
	{world}: Extract<Entry, {kind: 'end'}>,
	{facts, json}: ExploreOptions,
	io: Io,
	report: Report | null,
): readonly Asked[] | null {
	if (facts.length > 0) return factsAsked(facts, world, json, io, report);
	const claims = statements.flatMap(({statement, line}): readonly Asked[] =>
		statement.kind === 'claim' ? [{claim: statement, line}] : [],
	);
	if (claims.length > 0) return claims;
	const message = 'There is no claim in this file. Add one, such as claim never stale-write, or ask with --fact.';
	const place = {file, line: 1, column: 1};
	io.stderr.write(placed(place, message));
	report?.add({...place, name: 'has a claim', outcome: 'unusable', message});
	return null;
}

function factsAsked(
	facts: readonly string[],
	world: Extract<Entry, {kind: 'end'}>['world'],
	json: boolean,
	io: Io,
	report: Report | null,
): readonly Asked[] | null {
	const names = namesOf(world);
	const parsed = facts.map((text) => ({text, parsed: parseFact(text, names)}));
	const asked: Asked[] = [];
	for (const {text, parsed: each} of parsed) {
		if (each.ok) asked.push({claim: {kind: 'claim', mode: 'never', fact: each.fact, moves: null}, line: null});
		else {
			const {column, length, message} = each.error;
			const place = {file: '--fact', line: 1, column};
			io.stderr.write(placed(place, message) + (json || report !== null ? '' : pointed(text, column, length)));
			report?.add({...place, name: `--fact ${text}`, outcome: 'unusable', message});
		}
	}
	return asked.length === facts.length ? asked : null;
}

/** Null, and told on standard error, when a limit is no number that limits anything. */
function limitsOf({maxStates, maxBytes, maxSeconds}: ExploreOptions, io: Io): Limits | null {
	// The least that a search of any world begins with.
	const tooSmall = maxBytes !== undefined && !(maxBytes >= leastBytes);
	if (tooSmall) io.stderr.write(`fence-tutor: --max-bytes takes a number of at least ${leastBytes}.\n`);
	const bad = (maxStates !== undefined && !(maxStates >= 1)) || (maxSeconds !== undefined && !(maxSeconds > 0));
	if (bad) io.stderr.write('fence-tutor: --max-states and --max-seconds take a number above 0.\n');
	if (bad || tooSmall) return null;
	const {maxStates: states, maxBytes: bytes} = defaultLimits;
	return {...defaultLimits, maxStates: Math.floor(maxStates ?? states), maxBytes: Math.floor(maxBytes ?? bytes)};
}

/** Units: bytes. */
const leastBytes = 65_536;
