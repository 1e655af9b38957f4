import {expect, test} from 'vitest';
import {explore} from '../../src/explore/explore.js';
import {worldModel} from '../../src/explore/world-model.js';
import {finish} from './finish.js';
import {scripted} from './scripted.js';
import {everything} from './worlds.js';

const nodes = `client A; client B; lock x redlock ttl 10s nodes 3; store s unfenced; put x n=0
	A runs acquire x; write x n=1
	B runs acquire x; write x n=1
`;

test.each([
	['nothing is under way', nodes, true],
	['no client is cut off from one of them', `${nodes}cut A s`, true],
	['a client is cut off from one of them', `${nodes}cut A n1`, false],
	['messages take time', `${nodes}latency 1s`, false],
	[
		'a program says how a message of its fares',
		nodes.replace('A runs acquire x', 'A runs acquire x reply delayed 1s'),
		false,
	],
	['a message is on its way', `${nodes}A write x n=1 held`, false],
	['a message waits for a client that is paused', `${nodes}A write x n=1 held\nA pause\ndeliver A`, false],
	[
		'one message waits for a client that is paused, and one is on its way',
		`${nodes}A write x n=1 held\nA write x n=1 held\nA pause\ndeliver A`,
		false,
	],
	['a fault can hold a message back', `${nodes}faults late 1`, false],
	['another lock has nodes too', nodes.replace('; store', '; lock y redlock ttl 10s nodes 3; store'), false],
	['one server keeps the lock', nodes.replace('redlock ttl 10s nodes 3', 'lease ttl 10s'), false],
])('the nodes of a redlock are alike or not where %s', (_, script, alike) => {
	expect(worldModel(scripted(script).world, everything).setting.nodesAreAlike).toBe(alike);
});

test('a late renewal reaches each node of a redlock once, whichever it reaches first', () => {
	const {world, claims} = scripted(`client A; lock x redlock ttl 10s nodes 2
		A runs acquire x; renew x
		faults late 1
		claim never nobody holds x and A believes x`);
	expect(claims.map(({fact}) => explore(world, fact).kind)).toEqual(['none']);
});

test('states that differ by an exchange of like clients are one', () => {
	const {world} = scripted(`client A; client B; client C; lock x lease ttl 10s; store s unfenced; put x n=0
		A runs acquire x; write x n=1
		B runs acquire x; write x n=1
		C runs acquire x; write x n=1`);
	const {model} = worldModel(world, everything);
	const [one, apart] = [true, false].map((symmetric) => finish(model, {symmetric}).set.count);
	expect(explore(world, everything).states).toBe(one);
	expect(one).toBeLessThan(apart ?? 0);
});
