import {type Ask, type Given, placeText, type Runner, type Standing, type Story, Unusable} from './ask.js';

/**
 * A client as a table, from what it has been told to what it asks next. Code that draws nothing from outside is exactly that function.
 * A row is made when the search first comes to it, by one run of the code. Node 0 is the beginning.
 */
export type ClientTable = {
	readonly standing: (node: number) => Standing;
	/** The node after one more answer. */
	readonly after: (node: number, ask: Ask, answer: unknown) => number;
	/** Some client was told as much as a client may be, and went on asking. */
	readonly isCut: () => boolean;
	/** Every row that was made. */
	readonly rows: () => readonly TableRow[];
};

export type TableRow = {readonly story: Story; readonly standing: Standing};

/** What states have to hold beside the story: a clock, because the code looks at it; names, because clients differ by them. */
export type Needs = {readonly clock: boolean; readonly names: boolean};

type TableOptions = {
	readonly needs: Needs;
	readonly names: readonly string[];
	readonly given: Given;
	readonly mostAnswers: number;
};

/** Thrown where a search has to begin again with more in its states. */
export class NeedsMore extends Error {
	override readonly name = 'NeedsMore';
	readonly what: keyof Needs;

	constructor(what: keyof Needs) {
		super(`States need ${what}.`);
		this.what = what;
	}
}

/** A table with no rows yet. */
export function clientTable(runner: Runner, {needs, names, given, mostAnswers}: TableOptions): ClientTable {
	const stories: Story[] = [[]];
	const standings: (Standing | undefined)[] = [];
	const onwards: Map<string, number>[] = [new Map()];
	let cut = false;
	return {
		standing,
		after,
		isCut: () => cut,
		rows: () =>
			standings.flatMap((made, node) => (made === undefined ? [] : [{story: stories[node] ?? [], standing: made}])),
	};

	function standing(node: number): Standing {
		const known = standings[node];
		if (known !== undefined) return known;
		const story = stories[node] ?? [];
		const made = story.length > mostAnswers ? endOfTable() : make(story);
		standings[node] = made;
		return made;
	}

	function make(story: Story): Standing {
		const as = {...given, clock: needs.clock};
		const made = runner.stand(story, {...as, name: needs.names ? null : (names[0] ?? '')});
		if (!needs.clock && made.pending.some(({kind}) => kind === 'clock' || kind === 'now')) throw new NeedsMore('clock');
		// Most clients that look at their name do nothing with it: they ask the same under each.
		const differs = (name: string) => !asksTheSame(made, runner.stand(story, {...as, name}));
		if (!needs.names && made.looksAtName && names.slice(1).some(differs)) throw new NeedsMore('names');
		return made;
	}

	function endOfTable(): Standing {
		cut = true;
		return {pending: [], ended: 'cut', error: null, floating: null, looksAtName: false, asked: []};
	}

	/** As `standing`; what cannot be used is told with the last place in the code that is known. */
	function standingAfter(node: number, {kind, ...place}: Ask): Standing {
		try {
			return standing(node);
		} catch (error) {
			const last = placeText(place);
			if (!(error instanceof Unusable) || error.place.line !== null || last === '') throw error;
			throw new Unusable(
				`${error.message} The last that it was told is the answer to ${kind} at ${last}.`,
				error.place,
			);
		}
	}

	function after(node: number, ask: Ask, answer: unknown): number {
		const {id} = ask;
		const text = JSON.stringify(answer);
		const ways = onwards[node] ?? new Map<string, number>();
		const known = ways.get(`${id} ${text}`);
		if (known !== undefined) return known;
		const next = stories.length;
		stories.push([...(stories[node] ?? []), [id, text]]);
		onwards.push(new Map());
		ways.set(`${id} ${text}`, next);
		demandRepetition(standing(node), standingAfter(next, ask));
		return next;
	}
}

/** Every run that begins anew repeats an earlier one, which shows for nothing whether the code always does the same. */
function demandRepetition(before: Standing, now: Standing): void {
	if (now.ended === 'cut') return;
	const differs = before.asked.findIndex((ask, index) => now.asked[index] !== ask);
	if (differs < 0) return;
	const other = now.asked[differs];
	throw new Unusable(
		`This code does not always do the same: told the same answers, it ${differenceOf(before.asked[differs] ?? '', other)}. A schedule of it cannot be searched; look for something that it keeps between runs.`,
	);
}

function differenceOf(one: string, other: string | undefined): string {
	const [first, second] = [shown(one), other === undefined ? 'nothing' : shown(other)];
	return first === second
		? `asked ${first} with one thing in one run and with another in the next`
		: `asked ${first} in one run and ${second} in another`;
}

/** The ask in words, from its text. */
function shown(asked: string): string {
	return /"kind":"(\w+)"/.exec(asked)?.[1] ?? 'something';
}

function asksTheSame(one: Standing, other: Standing): boolean {
	return one.ended === other.ended && JSON.stringify(one.asked) === JSON.stringify(other.asked);
}

/** The runner, which runs the code once for each story however often it is asked, and how often that was. */
export function rememberingRunner(runner: Runner): Runner & {readonly runs: () => number} {
	const known = new Map<string, Standing>();
	let runs = 0;
	return {
		runs: () => runs,
		stand(story, as) {
			const key = JSON.stringify([as, story]);
			const found = known.get(key);
			if (found !== undefined) return found;
			runs++;
			const made = runner.stand(story, as);
			known.set(key, made);
			return made;
		},
	};
}
