import {type Exploration, type Finding, type Limits, startExploration} from '../explore/explore.js';
import {faultsSearched} from '../explore/faults-searched.js';
import {askersOf, startGoesOn} from '../explore/goes-on.js';
import type {Property} from '../sim/event.js';
import type {Fact} from '../sim/fact.js';
import {evaluate} from '../sim/fact-value.js';
import {play} from '../sim/play.js';
import {type FaultBudget, noFaults} from '../sim/statement.js';
import type {World} from '../sim/world.js';
import type {Cell, Cells, NoQuestion} from './cell.js';
import {type PromiseKind, promises} from './rows.js';

type Budget = Partial<FaultBudget>;
type Safety = Exclude<PromiseKind, 'goes-on'>;

/** How a judging is told from time to time: the states of the search that is under way. It is resumed with whether it is to end. */
type Judging<Result> = Generator<number, Result, boolean>;

/** How far a search may go: for what must never happen, and for whether the world goes on after a crash, where one fault more is spent. */
export type JudgeLimits = {readonly safety: Limits; readonly goesOn: Limits};

/**
 * What is found out about every promise of a world under faults of one kind, of which one is spent; no fault at all where there are no budgets.
 * A client that has begun is never slow but by a fault. Once it is to end, what is open stays unknown.
 */
export function* judgeFault(world: World, budgets: readonly Budget[], {safety, goesOn}: JudgeLimits): Judging<Cells> {
	const asked = budgets.length === 0 ? [{}] : budgets.filter((budget) => canHappen(world, budget));
	const cells = new Map<PromiseKind, Cell>();
	const open: Safety[] = [];
	for (const promise of promises) {
		const because = noQuestion(world, promise, asked.length > 0);
		if (because !== null) cells.set(promise, {verdict: 'does-not-apply', because});
		else if (promise !== 'goes-on') open.push(promise);
	}
	for (const budget of asked) {
		for (const [promise, cell] of yield* judgeSafety(withBudget(world, budget), open, budget, safety))
			cells.set(promise, worse(cells.get(promise), cell));
		if (budgets.length > 0 && (cells.get('goes-on')?.verdict ?? 'proved') !== 'does-not-apply')
			cells.set('goes-on', worse(cells.get('goes-on'), yield* judgeGoesOn(world, budget, goesOn)));
	}
	return Object.fromEntries(
		promises.map((promise) => [promise, cells.get(promise) ?? {verdict: 'does-not-apply', because: 'idle'}]),
	) as Cells;
}

/** The property that breaks a promise in this world: where effects are jobs, what is promised of writes is that no job is done twice. */
export function propertyOf({spec}: Pick<World, 'spec'>, promise: Safety): Property {
	switch (promise) {
		case 'one-believer':
			return 'two-believers';
		case 'no-stale-write':
			return operationsOf(spec).some((operation) => operation.kind === 'write' && operation.job !== null)
				? 'double-effect'
				: 'stale-write';
		case 'no-lost-update':
			return 'lost-update';
		case 'not-locked-out':
			return 'locked-out';
	}
}

function operationsOf({clients}: World['spec']) {
	return clients.flatMap(({program}) => program ?? []);
}

function noQuestion({spec}: World, promise: PromiseKind, isPossible: boolean): NoQuestion | null {
	const operations = operationsOf(spec);
	const hasGrants = askersOf({spec}).length > 0;
	const writes = operations.some(({kind}) => kind === 'write');
	if (promise === 'one-believer' && !operations.some(({kind}) => kind === 'acquire')) return 'no-lock';
	if (promise === 'goes-on' && !hasGrants) return 'no-grant';
	if (promise === 'goes-on' && askersOf({spec}).length < 2) return 'no-other';
	if (promise !== 'one-believer' && promise !== 'goes-on' && !writes) return 'no-write';
	if ((promise === 'no-stale-write' || promise === 'not-locked-out') && !hasGrants) return 'no-grant';
	return isPossible ? null : 'idle';
}

function canHappen(world: World, budget: Budget): boolean {
	return faultsSearched(withBudget(world, budget)).idle.length === 0;
}

function withBudget({spec, ...world}: World, budget: Budget): World {
	return {...world, spec: {...spec, faults: {...noFaults, ...budget}}};
}

/** One search for all promises at once; where one breaks, another for those that are left. */
function* judgeSafety(
	world: World,
	asked: readonly Safety[],
	faults: Budget,
	limits: Limits,
): Judging<readonly (readonly [Safety, Cell])[]> {
	const cells: (readonly [Safety, Cell])[] = [];
	let open = asked;
	while (open.length > 0) {
		const finding = yield* driven(startExploration(world, anyOf(world, open), limits, true));
		if (finding.kind !== 'found') {
			cells.push(...open.map((promise) => [promise, unbroken(finding)] as const));
			break;
		}
		const cell = broken(finding, faults);
		const end = play(cell.script, world).world;
		const fell = open.length === 1 ? open : open.filter((promise) => evaluate(end, violated(world, promise)));
		// A story that no statements can tell does not say what it broke.
		if (fell.length === 0) {
			for (const promise of open) cells.push(...(yield* judgeSafety(world, [promise], faults, limits)));
			break;
		}
		cells.push(...fell.map((promise) => [promise, cell] as const));
		open = open.filter((promise) => !fell.includes(promise));
	}
	return cells;
}

function* judgeGoesOn(world: World, budget: Budget, limits: Limits): Judging<Cell> {
	const faults = {...budget, crash: 1};
	const finding = yield* driven(startGoesOn(withBudget(world, faults), limits, true));
	return finding.kind === 'found' ? broken(finding, faults) : unbroken(finding);
}

function* driven(exploration: Exploration): Judging<Finding> {
	let isOver = yield 0;
	for (;;) {
		if (isOver) return exploration.giveUp();
		const finding = exploration.advance(slice);
		if (finding !== null) return finding;
		isOver = yield exploration.progress().states;
	}
}

/** States between two looks at whether it is to end. */
const slice = 200;

function anyOf(world: World, asked: readonly Safety[]): Fact {
	return asked.map((promise) => violated(world, promise)).reduce((left, right) => ({kind: 'or', left, right}));
}

function violated(world: World, promise: Safety): Fact {
	return {kind: 'violated', property: propertyOf(world, promise), store: null};
}

function broken({moves, states, script}: Finding, faults: Budget): Extract<Cell, {readonly verdict: 'broken'}> {
	return {verdict: 'broken', moves: moves ?? 0, states, faults, script: script.map(({statement}) => statement)};
}

function unbroken({kind, states}: Finding): Cell {
	return {verdict: kind === 'none' ? 'proved' : 'unknown', states};
}

/** Of what two budgets come to the one that counts: broken, by as few moves as may be; then unknown. */
function worse(known: Cell | undefined, cell: Cell): Cell {
	if (known === undefined) return cell;
	if (known.verdict === 'broken' && cell.verdict === 'broken') return cell.moves < known.moves ? cell : known;
	if (known.verdict === 'broken' || cell.verdict === 'broken') return known.verdict === 'broken' ? known : cell;
	if (known.verdict === 'unknown' || cell.verdict === 'unknown') return known.verdict === 'unknown' ? known : cell;
	return 'states' in known && 'states' in cell && cell.states > known.states ? cell : known;
}
