import {describe, expect, it} from 'vitest';
import {
	closedUntil,
	fenceOf,
	glance,
	hasPower,
	holder,
	isUp,
	lapse,
	rowOf,
	rowsOf,
	runningGrants,
	serversOf,
	transactionsOf,
	waitsFor,
} from '../../src/sim/look.js';
import {play, world} from './play.js';

const worldAfter = (script: string) => play(script).world;
const two = 'client A\nclient B\n';
const redlock = `${two}lock x redlock ttl 10s nodes 3\n`;
const ledger = `${two}store ledger transactional\nput account n=0\nput other m=0\n`;

describe('what a glance at an actor shows', () => {
	const glances = (script: string, ...actors: readonly string[]) =>
		actors.map((actor) => glance(worldAfter(script), actor));

	it('is a belief, a pause, or a dead process for a client, and what keeps it from acting comes first', () => {
		expect(glances(`${world}A acquire`, 'A', 'B')).toEqual(['belief', 'idle']);
		expect(glances(`${world}A acquire\nA pause`, 'A', 'B')).toEqual(['paused', 'idle']);
		expect(glances(`${world}A acquire\nA crash`, 'A', 'B')).toEqual(['down', 'idle']);
		expect(glances(`${world}A acquire\nwait 10s`, 'A')).toEqual(['idle']);
	});

	it('is a transaction for a client that has one open and believes nothing', () => {
		expect(glances(`${ledger}A begin ledger`, 'A', 'B', 'ledger')).toEqual(['transaction', 'idle', 'idle']);
		expect(glances(`${ledger}A begin ledger\nA commit ledger`, 'A')).toEqual(['idle']);
	});

	it('is a locked row for a store, and no power before that', () => {
		const locked = `${ledger}A begin ledger\nA read account for update`;
		expect(glances(locked, 'ledger')).toEqual(['held']);
		expect(glances(`${locked}\nA commit ledger`, 'ledger')).toEqual(['idle']);
		expect(glances(`${locked}\nledger crash`, 'ledger')).toEqual(['down']);
	});

	it('is a held lock for the lock service, whichever of its locks it is, and what keeps the service from acting first', () => {
		const services = `${two}lock x lease ttl 10s\nlock y lease ttl 10s\n`;
		expect(glances(services, 'locks')).toEqual(['idle']);
		expect(glances(`${services}B acquire y`, 'locks')).toEqual(['held']);
		expect(glances(`${services}B acquire y\nlocks pause`, 'locks')).toEqual(['paused']);
		expect(glances(`${services}B acquire y\nlocks crash`, 'locks')).toEqual(['down']);
		expect(glances(two, 'locks')).toEqual(['idle']);
	});

	it('is no power for nodes that know nothing of each other only when the last of them has none', () => {
		const held = `${redlock}A acquire x\n`;
		expect(glances(`${held}n1 crash`, 'locks')).toEqual(['held']);
		expect(glances(`${held}n1 crash\nn2 crash\nn3 crash`, 'locks')).toEqual(['down']);
	});

	it('is nothing for a name that is nobody’s', () => {
		expect(glances(`${world}A acquire`, 'nobody')).toEqual(['idle']);
	});
});

describe('the power of a lock service', () => {
	it('is that of its leader where one leads', () => {
		const replicated = `${two}lock x replicated ttl 10s\n`;
		expect(hasPower(worldAfter(replicated), 'x')).toBe(true);
		expect(hasPower(worldAfter(`${replicated}replica crash`), 'x')).toBe(true);
		expect(hasPower(worldAfter(`${replicated}primary crash`), 'x')).toBe(false);
		expect(hasPower(worldAfter(`${world}locks crash`), 'account')).toBe(false);
	});

	it('is there as long as one of several nodes has any', () => {
		expect(hasPower(worldAfter(`${redlock}n1 crash\nn2 crash`), 'x')).toBe(true);
		expect(hasPower(worldAfter(`${redlock}n1 crash\nn2 crash\nn3 crash`), 'x')).toBe(false);
		expect(isUp(worldAfter(`${redlock}n1 crash\nn2 crash`), 'locks')).toBe(true);
	});
});

describe('the servers of a lock', () => {
	const answering = (script: string) =>
		serversOf(worldAfter(script), 'x').map(({name, up, answers, holder: who}) => ({name, up, answers, who}));

	it('answer while they have power, where each stands and falls alone', () => {
		expect(answering(`${redlock}A acquire x\nn2 crash`)).toEqual([
			{name: 'n1', up: true, answers: true, who: 'A'},
			{name: 'n2', up: false, answers: false, who: null},
			{name: 'n3', up: true, answers: true, who: 'A'},
		]);
	});

	it('answer only while they lead and their service has power, where one leads', () => {
		const replicated = `${two}lock x replicated ttl 10s\nA acquire x\n`;
		const [up, down] = [replicated, `${replicated}locks crash`].map((script) =>
			answering(script).map(({answers}) => answers),
		);
		expect(up).toEqual([true, false]);
		expect(down).toEqual([false, false]);
	});
});

describe('the tokens of a fence', () => {
	it('are one for a resource, and one for each key where keys have their own, in the order of the keys', () => {
		const script = (options: string) =>
			`${two}lock x lease ttl 10s\nstore s fenced ${options}\nput x b=0 a=0\nput y b=0\n`;
		const resource = worldAfter(`${script('')}A acquire x\nA write x b=1`);
		expect(fenceOf(resource, 's', 'x')).toEqual([{key: null, token: 33}]);
		const keyed = worldAfter(
			`${script('scope key')}A acquire x\nA write x b=1\nA release x\nA acquire x\nA write x a=1\nA write y b=1 token 40`,
		);
		expect(fenceOf(keyed, 's', 'x')).toEqual([
			{key: 'a', token: 34},
			{key: 'b', token: 33},
		]);
		expect(fenceOf(keyed, 's', 'y')).toEqual([{key: 'b', token: 40}]);
	});
});

describe('a line', () => {
	it('is waited in by whoever stands in it and does not hold', () => {
		const {world: queued} = play(`${two}lock x zookeeper ttl 10s\nA acquire x\nB acquire x`);
		expect(['A', 'B'].map((client) => waitsFor(queued, client, 'x'))).toEqual([false, true]);
		const {world: gone} = play(`${two}lock x zookeeper ttl 10s\nA acquire x\nB acquire x\nA release x`);
		expect(['A', 'B'].map((client) => waitsFor(gone, client, 'x'))).toEqual([false, false]);
		expect(holder(gone, 'x')).toBe('B');
	});
});

describe('a row', () => {
	const waiting = `${ledger}A begin ledger\nA read account for update\nB begin ledger\nB read account for update`;

	it('is its holder’s, and who else asked waits for it', () => {
		expect(rowOf(worldAfter(waiting), 'ledger', 'account')).toEqual({holder: 'A', line: ['B']});
		expect(rowOf(worldAfter(waiting), 'ledger', 'other')).toEqual({holder: null, line: []});
		expect(rowsOf(worldAfter(waiting), 'account')).toEqual([{holder: 'A', line: ['B']}]);
		expect(rowsOf(worldAfter(world), 'account')).toEqual([]);
	});

	it('makes the transaction that asked for it wait, and no other', () => {
		const found = (client: string) =>
			transactionsOf(worldAfter(waiting), client).map(({store, rows, waits}) => ({store, rows, waits}));
		expect(found('A')).toEqual([{store: 'ledger', rows: ['account'], waits: false}]);
		expect(found('B')).toEqual([{store: 'ledger', rows: [], waits: true}]);
	});

	it('is a row of a transaction that has only begun neither way', () => {
		const begun = worldAfter(`${ledger}A begin ledger\nA read account for update\nB begin ledger`);
		expect(transactionsOf(begun, 'B').map(({rows, waits}) => ({rows, waits}))).toEqual([{rows: [], waits: false}]);
	});
});

describe('the grants that run', () => {
	it('are those whose time is not over, and the service knows of its own', () => {
		const held = `${two}lock x lease ttl 10s volatile\nA acquire x\nlocks crash\nlocks restart\n`;
		expect(runningGrants(worldAfter(`${held}wait 9s`), 'x').map(({client, known}) => ({client, known}))).toEqual([
			{client: 'A', known: false},
		]);
		expect(runningGrants(worldAfter(`${held}wait 10s`), 'x')).toEqual([]);
	});
});

describe('the end of a lock-delay', () => {
	it('is told until it is there', () => {
		const dead = 'client A\nlock x consul ttl 10s lock-delay 15s\nA acquire x\nA crash\n';
		expect(closedUntil(worldAfter(`${dead}wait 20s`), 'x')).toBe(35_000);
		expect(closedUntil(worldAfter(`${dead}wait 35s`), 'x')).toBeNull();
	});
});

describe('what is lost and told to nobody', () => {
	it('is the lease that a service without power keeps, at its end', () => {
		const down = `${world}A acquire\nlocks crash\nwait 3s`;
		expect(lapse(worldAfter(down))?.now).toBe(10_000);
		expect(lapse(worldAfter(`${world}A acquire\nwait 3s`))).toBeNull();
		expect(lapse(worldAfter(`${down}\nwait 7s`))).toBeNull();
	});

	it('is the first of several such ends', () => {
		const leases = `${two}lock x lease ttl 10s\nlock y lease ttl 4s\nlock z lease ttl 7s\nA acquire x\nA acquire y\nA acquire z\nlocks crash`;
		expect(lapse(worldAfter(leases))?.now).toBe(4000);
	});

	it('is what the nodes of a redlock store, when its time is over', () => {
		const lapsed = lapse(worldAfter(`${redlock}A acquire x\nwait 3s`));
		expect(lapsed === null ? null : [lapsed.now, holder(lapsed, 'x')]).toEqual([10_001, null]);
		expect(lapse(worldAfter(redlock))).toBeNull();
	});

	it('is what a record of candidates keeps of a time that is over at this very moment', () => {
		const down = 'client A; client B; lock x kubernetes\nA acquire x\nlocks crash\n';
		expect(lapse(worldAfter(`${down}wait 14s`))?.now).toBe(15_000);
		expect(lapse(worldAfter(`${down}wait 15s`))?.now).toBe(15_000);
	});

	it('waits for a service that stands still', () => {
		expect(lapse(worldAfter(`${redlock}A acquire x\nlocks pause`))).toBeNull();
	});
});
