import {describe, expect, test} from 'vitest';
import {verdictOf} from '../../src/explore/claim.js';
import {explore} from '../../src/explore/explore.js';
import {worldModel} from '../../src/explore/world-model.js';
import {print} from '../../src/language/print.js';
import {refusalSentence} from '../../src/narrate/refusal.js';
import {evaluate} from '../../src/sim/fact-value.js';
import {perform} from '../../src/sim/perform.js';
import {finish} from './finish.js';
import {scripted} from './scripted.js';
import {everything} from './worlds.js';

const letters = ['A', 'B', 'C'];
const worldOf = (clients: number, program: string, rest: string, store = 'transactional') =>
	[
		...letters.slice(0, clients).map((name) => `client ${name}`),
		`store ledger ${store}`,
		'put account n=0',
		...letters.slice(0, clients).map((name) => `${name} runs ${program}`),
		rest,
	].join('\n');

const locked = 'begin ledger; read account for update; write account n+=1; commit ledger';
const onlyRead = 'begin ledger; read account; write account n+=1; commit ledger';
const noFaults = 'faults delay 0';
const trouble = 'faults delay 1 late 1 lose 1';

/** Each row: a world, and what its every schedule comes to. Source: world.md, transactional; PostgreSQL, READ COMMITTED. */
const truths: readonly (readonly [string, string, readonly string[]])[] = [
	[
		'two clients that lock the row, whatever becomes of one message',
		worldOf(2, locked, trouble),
		['never stale-write', 'never late-write', 'never lost-update', 'never locked-out', 'never torn-write'],
	],
	[
		'three clients that lock the row, with a write that is late',
		worldOf(3, locked, 'faults delay 1'),
		['never stale-write', 'never late-write', 'never lost-update'],
	],
	[
		'clients that lock the row, where one is paused beyond the idle-timeout, dies or is cut off',
		worldOf(2, locked, 'faults pause 1 crash 1 cut 1', 'transactional idle-timeout 5s'),
		['never stale-write', 'never late-write', 'never lost-update', 'possible A rejected on ledger'],
	],
	[
		'clients that only read it',
		worldOf(2, onlyRead, noFaults),
		['possible lost-update in 8', 'never stale-write', 'never late-write'],
	],
	[
		'a lock of another kind outside',
		`${worldOf(2, 'acquire account; begin ledger; read account for update; write account n+=1; commit ledger', noFaults)}\nlock account lease ttl 10s`,
		['possible stale-write', 'possible late-write', 'never lost-update'],
	],
	[
		'two rows in opposite orders',
		`client A
client B
store ledger transactional
put account n=0
put other n=0
A runs begin ledger; read account for update; read other for update; commit ledger
B runs begin ledger; read other for update; read account for update; commit ledger`,
		['possible last rejected', 'possible A done and B done and not last rejected'],
	],
	[
		'an answer that is lost: the commit has come, or has not',
		worldOf(1, locked, 'faults lose 1'),
		[
			'possible not A done and value of ledger n = 1 and last unknown',
			'possible not A done and value of ledger n = 0 and last unknown',
		],
	],
];

describe.each(truths)('%s', (_, world, claims) => {
	test.each(claims)('%s', (claim) => {
		const {world: before, claims: read} = scripted(order(world, claim));
		const [asked] = read;
		if (asked === undefined) throw new Error('no claim');
		const finding = explore(before, asked.fact);
		expect(verdictOf(asked, finding)).toBe('holds');
		if (asked.moves !== null) expect(finding.moves).toBe(asked.moves);
		let after = before;
		for (const {statement} of finding.script) {
			const outcome = perform(after, statement);
			if (!outcome.ok) throw new Error(`${print(statement)}: ${refusalSentence(outcome.refusal)}`);
			after = outcome.world;
		}
		if (finding.kind === 'found') expect(evaluate(after, asked.fact)).toBe(true);
	});
});

/** The lines in an order that declares a lock before the programs that name it. */
function order(world: string, claim: string): string {
	const lines = world.split('\n');
	const isFirst = (line: string) => line.startsWith('lock ');
	return [...lines.filter(isFirst), ...lines.filter((line) => !isFirst(line)), `claim ${claim}`].join('\n');
}

describe('the number of states', () => {
	test.each([1, 2])('of %i clients that lock one row is that of a model of its own', (clients) => {
		const {world} = scripted(worldOf(clients, locked, noFaults));
		const search = finish(worldModel(world, everything).model, {});
		expect([search.status(), search.set.count, search.transitions()]).toEqual(['exhausted', ...countedBy(clients)]);
	});
});

/**
 * States and transitions of clients that each run `begin; read for update; write n+=1; commit` once, by a model of nothing but their places: 0 to 4 are
 * done steps, `line` is who has the row, then who waits, and `order` is who committed before whom: that is what each remembers.
 */
function countedBy(clients: number): readonly [states: number, transitions: number] {
	type State = {readonly at: readonly number[]; readonly line: readonly number[]; readonly order: readonly number[]};
	const start: State = {at: Array.from({length: clients}, () => 0), line: [], order: []};
	const keyOf = ({at, line, order}: State) => JSON.stringify([at, line, order]);
	const seen = new Map([[keyOf(start), start]]);
	let transitions = 0;
	const moved = (state: State, client: number): State | null => {
		const step = state.at[client] ?? 4;
		const place = state.line.indexOf(client);
		if (step === 4 || (step === 1 && place > 0)) return null;
		const at = (from: readonly number[], who: number, to: number) =>
			from.map((each, index) => (index === who ? to : each));
		if (step === 1) {
			const line = [...state.line, client];
			return {...state, line, at: line.length === 1 ? at(state.at, client, 2) : state.at};
		}
		if (step < 3) return {...state, at: at(state.at, client, step + 1)};
		const [, ...line] = state.line;
		const [next] = line;
		const done = at(state.at, client, 4);
		return {line, order: [...state.order, client], at: next === undefined ? done : at(done, next, 2)};
	};
	for (const state of seen.values())
		for (let client = 0; client < clients; client++) {
			const next = moved(state, client);
			if (next === null) continue;
			transitions++;
			seen.set(keyOf(next), next);
		}
	return [seen.size, transitions];
}
