import {
	isOwn,
	type KeptTable,
	keptCells,
	openTable,
	type ProvedDesign,
	type Row,
	rows,
	worldOfDesign,
} from '../../design/catalogue.js';
import {type JudgeLimits, judgeFault} from '../../design/judge.js';
import {faultRows} from '../../design/rows.js';
import {defaultLimits} from '../../explore/explore.js';
import {askersOf} from '../../explore/goes-on.js';
import {judgingSentence} from '../../narrate/design.js';

/** How a judging is watched: it tells how far it is, hands over each row that is done, and asks whether it is to stop. */
export type Watch = {
	readonly onProgress: (sentence: string) => void;
	readonly onRow: (design: ProvedDesign, row: Row) => void;
	readonly isStopped: () => boolean;
};

/**
 * A design of a reader's own with the verdicts that could be found, within so many seconds of real time. Keys, signals and frames come in between.
 * What is open once it is stopped is unknown. `only`: no other row is searched.
 */
export async function judged(
	design: Omit<ProvedDesign, 'table'>,
	seconds: number | undefined,
	watch: Watch,
	only: Row | null = null,
): Promise<ProvedDesign> {
	const began = performance.now();
	const isOver = () => watch.isStopped() || (seconds !== undefined && performance.now() - began > seconds * 1000);
	const world = worldOfDesign(design);
	let found: ProvedDesign = {...design, table: openTable()};
	for (const [index, row] of rows.entries()) {
		if (only !== null && row !== only) continue;
		const budgets = faultRows.find(({fault}) => fault === row)?.budgets ?? [];
		const judging = judgeFault(world, budgets, limits);
		let next = judging.next(isOver());
		let paused = performance.now();
		while (next.done !== true) {
			if (performance.now() - paused > slice) {
				watch.onProgress(judgingSentence(row, index, next.value));
				await new Promise<void>((resume) => setImmediate(resume));
				paused = performance.now();
			}
			next = judging.next(isOver());
		}
		const table: KeptTable = {...found.table, [row]: keptCells(next.value)};
		found = {...found, table};
		watch.onRow(found, row);
	}
	return found;
}

/** Whether anything stayed open in what was judged now. */
export function hasUnknown(design: ProvedDesign): boolean {
	return isOwn(design) && rows.some((row) => design.table[row].some(({verdict}) => verdict === 'unknown'));
}

/** Why a world of a reader's own cannot be judged, or null: nothing in it runs. */
export function whyNothingRuns(design: Omit<ProvedDesign, 'table'>): string | null {
	const world = worldOfDesign(design);
	const runs = world.spec.clients.some(({program}) => program !== null);
	return runs || askersOf(world).length > 0
		? null
		: 'No client has a program here, so there is nothing to search. Give them some: A runs acquire account; read account; write account n+=1; release account';
}

const limits: JudgeLimits = {safety: defaultLimits, goesOn: {...defaultLimits, maxStates: 200_000}};

/** Units: real ms. A key waits no longer than this. */
const slice = 30;
