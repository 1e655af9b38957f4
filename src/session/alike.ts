import {print} from '../language/print.js';
import type {Act, Lesson, Script} from '../lesson/lesson.js';
import {secondsBetween} from '../progress/moment.js';
import type {Deed, Receipt} from './receipt.js';

/** A receipt, and whose it is. */
export type Owned = {readonly name: string; readonly receipt: Receipt};

/** What somebody should look at who has all receipts of a group. None of it proves anything. */
export type Doubt =
	/** All that these have is line for line the same. `isSameTime`: one run at least was done at the very same moment. */
	| {readonly kind: 'all-same'; readonly names: readonly string[]; readonly runs: number; readonly isSameTime: boolean}
	/** Two have runs that hardly two people type. `same`: how many runs are line for line the same, of `all` that `other` has. */
	| {
			readonly kind: 'same';
			readonly name: string;
			readonly other: string;
			readonly same: number;
			readonly all: number;
			readonly isSameTime: boolean;
	  }
	/** Every run of `name` stands in the receipt of `other` as well, which goes on from there. */
	| {readonly kind: 'goes-on'; readonly name: string; readonly other: string; readonly same: number}
	/** More was typed than hands can type. `of`: at this place, or null: in all that was done of the lesson after its first run. Units: `seconds` since what was done before. */
	| {
			readonly kind: 'quick';
			readonly name: string;
			readonly lesson: string;
			readonly of: string | null;
			readonly characters: number;
			readonly seconds: number;
	  };

/** What is strange about the receipts of a group: runs that two of them share, and lines that nobody can have typed in the time. Order: pairs, then times, each as the receipts stand. */
export function doubtsAbout(owned: readonly Owned[], lessons: readonly Lesson[]): readonly Doubt[] {
	const all = owned.map((each) => ({name: each.name, runs: runsIn(each, lessons)}));
	const groups = new Map<string, Runs[]>();
	for (const each of all) {
		const lines = JSON.stringify(each.runs.map(({lesson, deed}) => [lesson, deed.lines]));
		const group = groups.get(lines);
		if (group === undefined) groups.set(lines, [each]);
		else group.push(each);
	}
	const alike = [...groups.values()].flatMap(groupDoubt);
	const different = [...groups.values()].flatMap((group) => group.slice(0, 1));
	const pairs = different.flatMap((one, index) =>
		different.slice(index + 1).flatMap((other) => (isOnePerson(one, other) ? [] : pairDoubt(one, other))),
	);
	return [...alike, ...pairs, ...all.flatMap(timeDoubts)];
}

/** The runs of one receipt. */
type Runs = {readonly name: string; readonly runs: readonly OwnRun[]};

/** A run with the lesson that it belongs to. `own`: its lines that the lesson itself does not give. `typed`: those that had to be typed, since Enter alone does not bring them. */
type OwnRun = {
	readonly lesson: string;
	readonly deed: Deed;
	readonly own: readonly string[];
	readonly typed: readonly string[];
};

function isOnePerson(one: Runs, other: Runs): boolean {
	return one.name.toLowerCase() === other.name.toLowerCase();
}

function groupDoubt(group: readonly Runs[]): readonly Doubt[] {
	const people = group.filter((each, index) => !group.slice(0, index).some((before) => isOnePerson(before, each)));
	const [first, ...others] = people;
	if (first === undefined || others.length === 0) return [];
	const isSameTime = others.some(({runs}) =>
		runs.some(({deed}, index) => deed.done !== null && deed.done === first.runs[index]?.deed.done),
	);
	return first.runs.length >= strangeRuns || isSameTime
		? [{kind: 'all-same', names: people.map(({name}) => name), runs: first.runs.length, isSameTime}]
		: [];
}

function runsIn({receipt}: Owned, lessons: readonly Lesson[]): readonly OwnRun[] {
	return receipt.lessons.flatMap(({id, runs}) => {
		const lesson = lessons.find((each) => each.id === id);
		return runs.map((deed) => {
			const acts = lesson?.steps[Number(deed.of.split('.')[0])]?.beats.map(({act}) => act) ?? [];
			const [known, brought] = [linesOf(acts.flatMap(waysOf)), linesOf(acts.flatMap(shownIn))];
			const statements = deed.lines.filter((line) => !line.startsWith('/'));
			const typed = statements.filter((line) => !brought.has(line));
			return {lesson: id, deed, typed, own: typed.filter((line) => !known.has(line))};
		});
	});
}

function linesOf(scripts: readonly Script[]): ReadonlySet<string> {
	return new Set(scripts.flat().map(({statement}) => print(statement)));
}

/** What Enter alone does. */
function shownIn(act: Act): readonly Script[] {
	return act.kind === 'try' ? [act.script] : act.kind === 'predict' ? [act.run] : [];
}

/** The author's ways: that two have taken one of them is no wonder. */
function waysOf(act: Act): readonly Script[] {
	return act.kind === 'task' ? [act.solution, ...act.accept] : [];
}

/** Two runs are the same when one begins with all lines of the other. */
function pairDoubt({name, runs: its}: Runs, {name: other, runs: theirs}: Runs): readonly Doubt[] {
	const shared = its.flatMap((run) => {
		const twin = theirs.find(({lesson, deed}) => lesson === run.lesson && deed.of === run.deed.of);
		return twin !== undefined && areAlike(run.deed.lines, twin.deed.lines) ? [{run, twin}] : [];
	});
	const own = shared.reduce((sum, {run, twin}) => sum + Math.min(run.own.length, twin.own.length), 0);
	const isSameTime = shared.some(({run, twin}) => run.deed.done !== null && run.deed.done === twin.deed.done);
	const [fewer, more] = its.length <= theirs.length ? [its, theirs] : [theirs, its];
	const isWhole = shared.length === fewer.length && fewer.length < more.length;
	if (own < strangeLines && !isSameTime && !(isWhole && shared.length >= strangeRuns)) return [];
	const same = shared.length;
	if (isWhole) return [{kind: 'goes-on', ...(fewer === its ? {name, other} : {name: other, other: name}), same}];
	return [{kind: 'same', name, other, same, all: theirs.length, isSameTime}];
}

function areAlike(one: readonly string[], other: readonly string[]): boolean {
	return isBeginning(one, other) || isBeginning(other, one);
}

function isBeginning(one: readonly string[], other: readonly string[]): boolean {
	return one.every((line, index) => line === other[index]);
}

/** What was typed since the run before, and in which time. */
function timeDoubts({name, runs}: Runs): readonly Doubt[] {
	const inOrder = runs
		.flatMap((run) => (run.deed.done === null ? [] : [{...run, done: run.deed.done}]))
		.toSorted((one, other) => secondsBetween(other.done, one.done) || (one.deed.of < other.deed.of ? -1 : 1));
	const fresh = inOrder.flatMap((run, index) => {
		const before = inOrder[index - 1];
		if (before === undefined) return [];
		const isSameStep = before.lesson === run.lesson && stepOf(before) === stepOf(run);
		const known = isSameStep ? before.typed : [];
		const lines = run.typed.slice(isBeginning(known, run.typed) ? known.length : 0);
		const characters = lines.reduce((sum, line) => sum + line.length + 1, 0);
		const seconds = secondsBetween(before.done, run.done);
		return [{lesson: run.lesson, of: run.deed.of, isGoingOn: before.lesson === run.lesson, characters, seconds}];
	});
	const each = fresh.flatMap(({lesson, of, characters, seconds}): readonly Doubt[] =>
		isTooQuick(characters, seconds) ? [{kind: 'quick', name, lesson, of, characters, seconds}] : [],
	);
	return [...each, ...wholeDoubts(name, fresh, each)];
}

/** What was typed between two runs. `isGoingOn`: both are of one lesson. */
type Fresh = {
	readonly lesson: string;
	readonly isGoingOn: boolean;
	readonly characters: number;
	readonly seconds: number;
};

/** Many short lines in no time, none of which is strange by itself. */
function wholeDoubts(name: string, fresh: readonly Fresh[], told: readonly Doubt[]): readonly Doubt[] {
	const ids = [...new Set(fresh.map(({lesson}) => lesson))];
	return ids.flatMap((lesson): readonly Doubt[] => {
		if (told.some((doubt) => doubt.kind === 'quick' && doubt.lesson === lesson)) return [];
		const its = fresh.filter((each) => each.lesson === lesson && each.isGoingOn);
		const characters = its.reduce((sum, each) => sum + each.characters, 0);
		const seconds = its.reduce((sum, each) => sum + each.seconds, 0);
		return its.length >= 2 && isTooQuick(characters, seconds)
			? [{kind: 'quick', name, lesson, of: null, characters, seconds}]
			: [];
	});
}

function isTooQuick(characters: number, seconds: number): boolean {
	return characters >= fewestCharacters && characters > seconds * fastest;
}

function stepOf({deed}: OwnRun): string {
	return deed.of.split('.')[0] ?? '';
}

/** From so many lines on that no lesson gives, the same lines are strange. */
const strangeLines = 4;
/** From so many runs on it is strange that nothing differs. */
const strangeRuns = 4;
/** Units: characters a second, which is twice what the fastest typists keep up. */
const fastest = 30;
/** A line or two may have been copied from a page. */
const fewestCharacters = 60;
