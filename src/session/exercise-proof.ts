import {Unusable} from '../code/ask.js';
import {type CallTable, callTableOf, writtenClass} from '../code/call-table.js';
import {checkClass} from '../code/check-class.js';
import {type CheckedBy, type Exercise, exerciseWorlds} from '../code/exercise.js';
import {type CodeFinding, codeLimits, startCodeExploration} from '../code/explore-code.js';
import {foundingTest} from '../code/founding-test.js';
import {mergeTables, type PlainTable, plainTable, tableOf, writtenRunner} from '../code/story-table.js';
import {verdictOf} from '../explore/claim.js';
import {type Fields, isCount, isObject} from '../language/plain-data.js';
import {claimText} from '../language/print.js';
import {digestOf} from '../share/digest.js';
import {rulesVersion} from '../sim/rules-version.js';

/** What shows that an exercise is solved: what the code does, as tables, so that anybody can judge it and nobody has to run it. Plain data. */
export type ExerciseProof = {
	/** The version of the rules, and the digest of the exercise, under which it was solved. */
	readonly rules: number;
	readonly text: string;
	readonly shows: ClientProof | ClassProof;
};

/** `impossible`: the code says that the exercise cannot be won. */
type ClientProof = {
	readonly kind: 'client';
	readonly impossible: boolean;
	/** Per claim what its stories hold beside the answers, and how many schedules there are; null where one was enough. */
	readonly claims: readonly {readonly clock: boolean; readonly names: boolean; readonly schedules: string | null}[];
	readonly tables: readonly PlainTable[];
};

type ClassProof = {readonly kind: 'class'} & ShownClass;

/** What a class answered to how many sequences of calls. */
export type ShownClass = {
	readonly sequences: number;
	readonly table: CallTable;
	/** Of the learner's own lock service, if the founding test was done with one. */
	readonly lock: CallTable | null;
};

/** The proof of a solved exercise for clients. `findings`: one a claim, in their order. */
export function clientProof(exercise: Exercise, impossible: boolean, findings: readonly CodeFinding[]): ExerciseProof {
	const tables = mergeTables(findings.map(({needs, table}) => ({needs, rows: table.rows()})));
	const claims = findings.map(({needs, schedules}) => ({
		clock: needs.clock,
		names: needs.names,
		schedules: schedules === null ? null : String(schedules),
	}));
	return proofWith(exercise, {kind: 'client', impossible, claims, tables: tables.map(plainTable)});
}

/** The proof of a solved exercise for a class. */
export function classProof(exercise: Exercise, made: ShownClass): ExerciseProof {
	return proofWith(exercise, {kind: 'class', ...made});
}

function proofWith(exercise: Exercise, shows: ExerciseProof['shows']): ExerciseProof {
	return {rules: rulesVersion, text: exerciseDigest(exercise), shows};
}

/** What tells what is checked in an exercise from what another version of it checks. Shape: 16 hexadecimal digits. */
export function exerciseDigest({id, checked, impossible}: Exercise): string {
	return digestOf(JSON.stringify([id, checked, impossible])).slice(0, 16);
}

/** The proof that some data tells, or null where it tells none. Never throws. */
export function proofOf(data: unknown): ExerciseProof | null {
	if (!isObject(data)) return null;
	const {rules, text, shows} = data;
	if (!isCount(rules) || typeof text !== 'string' || text.length > 64 || !isObject(shows)) return null;
	const read = shows['kind'] === 'client' ? clientOf(shows) : shows['kind'] === 'class' ? classOf(shows) : null;
	return read === null ? null : {rules, text, shows: read};
}

function clientOf({impossible, claims, tables}: Fields): ClientProof | null {
	if (typeof impossible !== 'boolean' || !Array.isArray(claims) || !Array.isArray(tables)) return null;
	if (claims.length > mostClaims || tables.length > 4 || !claims.every(isClaim)) return null;
	const read = tables.map(tableOf);
	if (!read.every((table) => table !== null)) return null;
	return {
		kind: 'client',
		impossible,
		claims: claims.map(({clock, names, schedules}) => ({clock, names, schedules})),
		tables: read.map(plainTable),
	};
}

function isClaim(data: unknown): data is ClientProof['claims'][number] {
	if (!isObject(data)) return false;
	const {clock, names, schedules} = data;
	const isNumber = typeof schedules === 'string' && /^\d{1,200}$/.test(schedules);
	return typeof clock === 'boolean' && typeof names === 'boolean' && (schedules === null || isNumber);
}

function classOf({sequences, table, lock}: Fields): ClassProof | null {
	const read = callTableOf(table);
	const lockRead = lock === null ? null : callTableOf(lock);
	if (!isCount(sequences) || read === null || (lock !== null && lockRead === null)) return null;
	return {kind: 'class', sequences, table: read, lock: lockRead};
}

/** Why a proof shows nothing, as a sentence; null where it shows that the exercise is solved. Nothing is run but the search. */
export function judgeProof(exercise: Exercise, {text, shows}: Omit<ExerciseProof, 'rules'>): string | null {
	if (text !== exerciseDigest(exercise))
		return 'it was done with another text of the exercise than the one here, so it cannot be graded.';
	try {
		if (exercise.checked.kind === 'class')
			return shows.kind === 'class' ? judgeClass(exercise.checked, shows) : otherKind;
		return shows.kind === 'client' ? judgeClient(exercise, exercise.checked, shows) : otherKind;
	} catch (error) {
		if (!(error instanceof Unusable)) throw error;
		return `its table cannot be judged: ${atStart(error.message)}`;
	}
}

function judgeClass(
	{name, calls}: Extract<CheckedBy, {kind: 'class'}>,
	{sequences, table, lock}: ClassProof,
): string | null {
	const runner = writtenClass(table);
	const finding = checkClass(runner, name, calls);
	if (finding.wrong !== null) return `its table does not answer as ${name} has to.`;
	if (finding.sequences !== sequences)
		return `its table has ${finding.sequences} sequences of calls, and not ${sequences} as it says.`;
	if (name === 'LockService') return null;
	const test = foundingTest(runner, name, lock === null ? null : writtenClass(lock));
	return test === null || test.isRight ? null : 'the founding test comes out the other way with its tables.';
}

function judgeClient(
	{impossible}: Exercise,
	checked: Extract<CheckedBy, {kind: 'client'}>,
	proof: ClientProof,
): string | null {
	if (proof.impossible && !impossible) return 'it says that the exercise cannot be won, and it can.';
	const worlds = exerciseWorlds(checked, null, proof.impossible);
	const claims = worlds.flatMap(({world, claims: its}) => its.map((claim) => ({world, claim})));
	const tables = proof.tables.map(tableOf).filter((table) => table !== null);
	for (const [index, {world, claim}] of claims.entries()) {
		const said = proof.claims[index];
		const table = tables.find(({needs}) => needs.clock === said?.clock && needs.names === said.names);
		if (said === undefined || table === undefined) return `it has no table for "${claimText(claim)}".`;
		const exploration = startCodeExploration(writtenRunner(table), world, claim.fact, codeLimits, table.needs);
		const finding = finished(exploration);
		const moves = finding.kind === 'found' ? finding.schedule.length : null;
		const verdict = verdictOf(claim, {kind: finding.kind, moves, depth: finding.depth});
		if (verdict === 'unknown') return `the search of its table for "${claimText(claim)}" came to no end.`;
		if (verdict === 'violated') return `"${claimText(claim)}" does not hold for its table.`;
		const found = finding.schedules === null ? null : String(finding.schedules);
		if (found !== said.schedules)
			return `its table has ${found ?? 'no'} ${found === '1' ? 'schedule' : 'schedules'} for "${claimText(claim)}", and not ${said.schedules ?? 'none'} as it says.`;
	}
	return null;
}

function finished(exploration: ReturnType<typeof startCodeExploration>): CodeFinding {
	for (;;) {
		const finding = exploration.advance(slice);
		if (finding !== null) return finding;
	}
}

function atStart(sentence: string): string {
	return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

const slice = 10_000;
const mostClaims = 20;
const otherKind = 'its table is of another kind than the exercise needs.';
