import {describe, expect, it} from 'vitest';
import type {Runner} from '../../../src/code/ask.js';
import {clientTable, type Needs, NeedsMore, rememberingRunner} from '../../../src/code/client-table.js';
import {codeWorld} from '../../../src/code/code-world.js';
import {type CodedModel, codedModel} from '../../../src/code/coded-model.js';
import {plainTable, type StoryTable, tableOf, writtenRunner} from '../../../src/code/story-table.js';
import {countSchedules} from '../../../src/explore/engine/count-schedules.js';
import type {Model} from '../../../src/explore/engine/model.js';
import {startSearch} from '../../../src/explore/engine/search.js';
import {clients, worldText} from '../../code/clients.js';
import {aRealm} from './a-realm.js';

const lockedOnce = {lock: 'redlock nodes 3 ttl 10s', store: 'safe unfenced', faults: 'node 2'};

describe('The number of schedules', () => {
	it.each([
		['one client that tries again, where a message is lost', 'again', {clients: 1, faults: 'lose 1'}, null],
		['two clients that try once, where a message is lost', 'quorum', {faults: 'lose 1'}, null],
		['one client of a redlock whose nodes fail', 'quorum', {clients: 1, ...lockedOnce}, null],
		['two clients of a redlock, a clock of which jumps', 'quorum', {...lockedOnce, faults: 'clock 1'}, null],
		['two clients that read and write', 'reads', {}, 550n],
		['two clients that advance first', 'advances', {}, 1494n],
		['two clients with a look at the clock', 'checks', {}, null],
		['two clients that swap', 'swaps', {store: 'safe cas'}, 6n],
		['three clients that swap', 'swaps', {clients: 3, store: 'safe cas'}, 498n],
		['two clients, one of which may crash', 'job', {faults: 'crash 1'}, null],
		['two leaders', 'leader', {}, 4096n],
		['two clients that read and write at once', 'both', {}, null],
		['three clients, whose turns come in every order', 'reads', {clients: 3}, 386_652n],
		['three clients that advance first', 'advances', {clients: 3}, 2_171_154n],
		['two clients that stand in line', 'plain', {lock: 'zookeeper'}, 8n],
		['three clients that stand in line', 'plain', {clients: 3, lock: 'etcd ttl 10s'}, 132n],
		['two clients that stand in line, one of which may crash', 'plain', {lock: 'zookeeper', faults: 'crash 1'}, 384n],
		['two clients in line whose links are cut', 'plain', {lock: 'zookeeper', faults: 'cut 1'}, 4178n],
		['two clients of s3', 'plain', {lock: 's3 ttl 10s', store: 'safe unfenced'}, 616n],
		['four clients that swap', 'swaps', {clients: 4, store: 'safe cas'}, 1_033_272n],
		['three clients with a look at the clock', 'checks', {clients: 3}, 1_858_926n],
	] as const)('is that of trying them one by one, without a table, for %s', async (_, name, world, known) => {
		const {model, apart, table, rebuild} = await modelOf(clients[name], worldText(world));
		const tried = countTried(apart);
		expect(countAll(model, true)).toBe(tried);
		expect(countAll(model, false)).toBe(tried);
		if (known !== null) expect(tried).toBe(known);
		// What a receipt carries: the table, and no code.
		const read = tableOf(JSON.parse(JSON.stringify(plainTable(table()))));
		if (read === null) throw new Error('the table cannot be read back');
		expect(countAll(rebuild(writtenRunner(read)).model, true)).toBe(tried);
	});

	it('is the same with symmetry and without, also past what can be tried', async () => {
		const {model} = await modelOf(clients.leader, worldText({clients: 3}));
		expect(countAll(model, true)).toBe(22_678_026n);
		expect(countAll(model, false)).toBe(22_678_026n);
	});
});

/** `apart`: the same, in which no node of a redlock is taken for another. */
type Made = {
	readonly model: CodedModel['model'];
	readonly apart: CodedModel['model'];
	readonly table: () => StoryTable;
	readonly rebuild: (runner: Runner) => CodedModel;
};

async function modelOf(code: string, text: string): Promise<Made> {
	const parsed = codeWorld(text);
	if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
	const {world, claims} = parsed.made;
	const [claim] = claims;
	if (claim === undefined) throw new Error('no claim');
	const runner = rememberingRunner(aRealm(code));
	const names = world.spec.clients.map(({name}) => name);
	for (let needs: Needs = {clock: false, names: false}; ; ) {
		const given = {locks: world.spec.locks.map(({name}) => name), stores: world.spec.stores.map(({name}) => name)};
		const table = (from: Runner) => clientTable(from, {needs, names, given, mostAnswers: 40});
		try {
			const own = table(runner);
			const {model} = codedModel(world, claim.fact, own, needs);
			countAll(model, true);
			const apart = codedModel(world, claim.fact, own, needs, false).model;
			const rebuild = (from: Runner) => codedModel(world, claim.fact, table(from), needs);
			return {model, apart, table: () => ({needs, rows: own.rows()}), rebuild};
		} catch (error) {
			if (!(error instanceof NeedsMore)) throw error;
			needs = {...needs, [error.what]: true};
		}
	}
}

function countAll<Shared, Local>(model: Model<Shared, Local>, symmetric: boolean): bigint | null {
	const limits = {maxStates: 1_000_000, maxBytes: 2 ** 29};
	const search = startSearch(model, {goal: null, symmetric, room: 1000, successors: true, ...limits});
	while (search.advance(1000) === 'running');
	return countSchedules(search);
}

/** Every schedule, one after another: a way is gone to its end whether or not another came by the same states. */
function countTried<Shared, Local>(model: Model<Shared, Local>): bigint {
	const {moves, set} = startSearch(model, {
		goal: null,
		symmetric: false,
		room: 1000,
		maxStates: 100_000,
		maxBytes: 2 ** 29,
	});
	const {width} = set;
	let ended = 0n;
	go(0);
	return ended;

	/** The rows of the set are those of the way so far, the last at `depth`. */
	function go(depth: number): void {
		const next: Int32Array[] = [];
		const here = set.rows.slice(depth * width, (depth + 1) * width);
		set.count = depth + 1;
		moves.expand(set, depth, () => {
			const row = set.rows.slice((depth + 1) * width, (depth + 2) * width);
			if (row.some((part, place) => part !== here[place])) next.push(row);
		});
		if (next.length === 0) ended++;
		for (const row of next) {
			set.rows.set(row, (depth + 1) * width);
			go(depth + 1);
		}
	}
}
