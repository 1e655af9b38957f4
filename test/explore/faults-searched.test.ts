import {expect, test} from 'vitest';
import {faultsSearched} from '../../src/explore/faults-searched.js';
import {faultKinds} from '../../src/sim/statement.js';
import {scripted} from './scripted.js';

const clients = 'client A; client B\n';
const lease = 'lock x lease ttl 10s\n';
const store = 'store s fenced; put x n=0\n';
const everyFault = `faults ${faultKinds.map((kind) => `${kind} 1`).join(' ')}\n`;

/** The kinds of fault that can do something in a world, of those that a search has moves for. Order: of `faultKinds`. */
function suffered(script: string): readonly string[] {
	const {searched, notSearched, idle} = faultsSearched(scripted(`${script}\n${everyFault}`).world);
	expect([...Object.keys(searched), ...idle].sort()).toEqual([...faultKinds].sort());
	expect(notSearched).toEqual([]);
	return Object.keys(searched);
}

test.each([
	['of clients alone are theirs', clients, 'pause crash'],
	['of clients and a lock, when they do nothing', clients + lease, 'pause suspend rate crash cut node restart revoke'],
	['of clients and a store, when they do nothing', clients + store, 'pause crash cut node'],
	['of servers alone are theirs', lease + store, 'node restart revoke'],
	[
		'of clients that only look at their clocks are none of messages',
		`${clients + lease}A runs check x`,
		'pause suspend rate crash cut node restart revoke',
	],
	[
		'of clients that ask a lock are of their messages, but for a write that is delayed',
		`${clients + lease}A runs acquire x`,
		'late lose duplicate pause suspend rate crash cut node restart revoke',
	],
	['of clients that only read', `${clients + store}A runs read x`, 'late lose duplicate pause crash cut node'],
	[
		'of clients that write to a store',
		`${clients + store}A runs write x n=1`,
		'delay late lose duplicate pause crash cut node',
	],
	[
		'of a Redis node are of its clock too',
		`${clients}lock x redis ttl 10s`,
		'pause suspend rate clock crash cut node restart revoke',
	],
	[
		'of independent nodes are of all clocks',
		`${clients}lock x redlock ttl 10s nodes 3`,
		'pause suspend rate clock crash cut node restart revoke',
	],
	[
		'of a table are of the clock of the database',
		`${clients}lock x postgres ttl 10s`,
		'pause suspend rate clock crash cut node restart revoke',
	],
	[
		'of objects that clients stamp are of the clocks of clients',
		`${clients}lock x s3 ttl 10s`,
		'pause suspend rate clock crash cut node restart revoke',
	],
	[
		'of what sessions keep are of a new leader',
		`${clients}lock x zookeeper ttl 10s`,
		'pause suspend rate crash cut node restart failover revoke',
	],
	[
		'of a primary and its replica are of the other that leads',
		`${clients}lock x replicated ttl 10s`,
		'pause suspend rate clock crash cut node restart failover revoke',
	],
])('the faults %s', (_, script, kinds) => {
	expect(suffered(script).join(' ')).toBe(kinds);
});

test('a message can come twice when it is late: by a fault, by its program, or since it is on its way already', () => {
	const onlyTwice = (script: string) =>
		faultsSearched(scripted(`${clients + store}faults duplicate 1\n${script}`).world);
	expect(onlyTwice('A runs write x n=1').idle).toEqual(['duplicate']);
	for (const script of [
		'A runs write x n=1 held',
		'A runs write x n=1 delayed 12s',
		'A write x n=1 held',
		'A runs write x n=1\nfaults duplicate 1 delay 1',
		'A runs write x n=1\nfaults duplicate 1 late 1',
	]) {
		const {searched, idle} = onlyTwice(script);
		expect([searched.duplicate, idle], script).toEqual([1, []]);
	}
});

test('a message on its way can be lost, although nobody will send any', () => {
	const {searched, notSearched} = faultsSearched(scripted(`${clients + store}faults lose 1\nA write x n=1 held`).world);
	expect([searched.lose, notSearched.includes('late')]).toEqual([1, false]);
});

test('what could happen here and has no budget is said to be left out', () => {
	const {searched, notSearched, idle} = faultsSearched(
		scripted(`${clients + store}A runs read x\nfaults crash 2`).world,
	);
	expect([searched, notSearched, idle]).toEqual([{crash: 2}, ['late', 'lose', 'pause', 'cut', 'node'], []]);
});

test.each(['redlock ttl 10s nodes 3', 's3 ttl 10s'])(
	'clocks are left out where those of clients of a %s decide, and none of them steps',
	(service) => {
		const {world} = scripted(`${clients}lock x ${service}\n${everyFault}`);
		expect(faultsSearched(world, false).notSearched).toEqual(['clock']);
		expect(faultsSearched(world, true).searched.clock).toBe(1);
	},
);
