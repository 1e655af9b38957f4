import {describe, expect, it} from 'vitest';
import {explore} from '../../src/explore/explore.js';
import {namesOf} from '../../src/language/names.js';
import {parseFact} from '../../src/language/parse.js';
import {print} from '../../src/language/print.js';
import {scripted} from './scripted.js';

function found(script: string, text: string) {
	const {world} = scripted(script);
	const parsed = parseFact(text, namesOf(world));
	if (!parsed.ok) throw new Error(parsed.error.message);
	return explore(world, parsed.fact);
}
/** In how many moves a fact can come true at the earliest, or `none`, or `gave-up`. */
const movesTo = (script: string, text: string) => {
	const {kind, moves} = found(script, text);
	return moves ?? kind;
};

describe('A search that begins in the middle of things', () => {
	it('counts a belief from what the clock shows of a machine that has slept', () => {
		const slept = `client A; lock x lease ttl 10s
			A suspend
			wait 5s
			A resume
			wait 3s
			A acquire x`;
		expect(movesTo(slept, 'A believes x and not A holds x')).toBe('none');
		expect(movesTo(slept, 'nobody holds x and not A believes x')).toBe(1);
	});

	it('stamps a record with the time at which it was asked for, however late the request comes', () => {
		// The ends of the other leases are moments at which a schedule can look.
		const held = (service: string) => `client A; client B
			lock x ${service}; lock y lease ttl 8s; lock z lease ttl 13s
			B runs acquire x
			B acquire y
			B acquire z
			A acquire x held`;
		for (const service of ['s3 ttl 10s', 'postgres ttl 10s clock client']) {
			expect(movesTo(held(service), 'A holds x and time >= 8s'), service).toBe(2);
			expect(movesTo(held(service), 'two-grants and B holds x and time < 14s'), service).toBe(4);
		}
	});

	it('lets time pass to where a stamped end is over by the clock of another, though nothing happens by itself then', () => {
		const ahead = (service: string, clock: string) => `client A; client B
			lock x ${service}
			A runs acquire x
			B runs acquire x
			B clock ${clock}`;
		for (const service of ['s3 ttl 10s', 'postgres ttl 10s clock client']) {
			expect(movesTo(ahead(service, '+5s'), 'two-grants and B believes x'), service).toBe(3);
			expect(movesTo(ahead(service, '+5s'), 'two-grants and time < 5s'), service).toBe('none');
			expect(movesTo(ahead(service, 'x2'), 'two-grants and time = 5s'), service).toBe(
				service.startsWith('s3') ? 3 : 'none',
			);
			expect(movesTo(ahead(service, '+0s'), 'two-grants'), service).toBe('none');
		}
	});

	it('lets a client wait for a lock as long as it said and no longer', () => {
		const waiting = (within: string) => `client A; client B
			lock x etcd ttl 10s; lock y lease ttl 4s; lock z lease ttl 7s
			B acquire x
			B acquire y
			B acquire z
			A acquire x${within}`;
		expect(movesTo(waiting(' within 5s'), 'A waits x and time >= 4s')).toBe(1);
		expect(movesTo(waiting(' within 5s'), 'A waits x and time > 5s')).toBe('none');
		expect(movesTo(waiting(''), 'A waits x and time >= 7s')).toBe(2);
	});

	it('lets a node that is down come back, also where it is like no other', () => {
		const down = (nodes: number) => `client A; lock x redlock ttl 10s nodes ${nodes}
			A runs acquire x
			n1 crash`;
		expect([1, 2, 3].map((nodes) => movesTo(down(nodes), 'A holds x'))).toEqual([2, 2, 1]);
	});

	it('counts what is left of a grant from when it was made, of every kind that has a time', () => {
		const services = ['lease', 'redis', 'redlock nodes 3', 'replicated', 'postgres', 's3', 'postgres clock client'];
		for (const service of services) {
			const [kind = '', ...rest] = service.split(' ');
			const held = `client A; client B; lock x ${[kind, 'ttl 10s', ...rest].join(' ')}
				B runs acquire x
				A acquire x
				wait 3s`;
			expect(movesTo(held, 'B holds x and time < 10s'), service).toBe('none');
			expect(movesTo(held, 'B holds x and time < 11s'), service).not.toBe('none');
		}
	});

	it('knows a request that is prepared for the newest operation of its client', () => {
		const doubted = `client A; client B; lock x postgres ttl 10s token sequence; store s fenced; put x n=0
			A runs acquire x held
			A acquire x
			B write x n=1 token 90
			A write x n=2`;
		expect(movesTo(doubted, 'A believes x')).not.toBe('none');
	});

	it('does not take nodes for one another while requests to them are under way', () => {
		const answers = (under: string) => `client A; client B
			lock x redlock ttl 10s nodes 3
			A acquire x held
			n3 crash; drop 3
			${under}`;
		expect(movesTo(answers(''), 'A believes x')).toBe(2);
		for (const under of ['deliver 1', 'deliver 2']) expect(movesTo(answers(under), 'A believes x'), under).toBe(1);
	});

	it('lets a link that is cut heal, which is no fault', () => {
		const cut = (service: string) => `client A; client B; lock x ${service}; store s unfenced
			A runs acquire x; write x n=1
			cut A ${service.startsWith('redlock') ? 'n1 n2 n3' : 'locks'} s`;
		for (const service of ['lease ttl 10s', 'redlock ttl 10s nodes 3', 'zookeeper ttl 10s']) {
			expect(movesTo(cut(service), 'A holds x')).toBe(2);
			expect(movesTo(cut(service), 'A accepted on s')).not.toBe('none');
		}
	});

	it('ends a session that has been silent for so long, whatever happens meanwhile', () => {
		const silent = `client A; client B; lock x consul ttl 10s lock-delay 0s; lock y lease ttl 4s
			B runs acquire x
			A acquire x
			B acquire y
			cut A locks`;
		expect(movesTo(silent, 'B holds x and time < 20s')).toBe('none');
		expect(movesTo(silent, 'B holds x and time < 21s')).not.toBe('none');
	});

	it('lets a client look again when it would have, whatever happens meanwhile', () => {
		const lost = `client A; client B; lock x kubernetes ttl 10s renew-deadline 6s retry-period 4s; lock y lease ttl 3s
			B acquire y
			A acquire x lost`;
		expect(movesTo(lost, 'A holds x and time < 4s')).toBe('none');
		expect(movesTo(lost, 'A holds x and time < 5s')).toBe(2);
	});

	it('rolls back a transaction when its client has been silent for so long, and not later', () => {
		const silent = `client A; client B; lock y lease ttl 3s; store s transactional idle-timeout 5s; put x n=0
			B runs begin s; read x for update; commit s
			A begin s
			A read x for update
			B acquire y
			cut A s`;
		expect(movesTo(silent, 'B done and time < 5s')).toBe('none');
		expect(movesTo(silent, 'B done and time < 6s')).toBe(4);
	});

	it('counts the deadline of a grant that has come to a paused client from when it was sent', () => {
		const inbox = `client A; client B; lock x lease ttl 10s; lock y lease ttl 8s; store s unfenced; put x n=0
			A acquire x held
			A write x n=1 held
			B acquire y
			A pause
			deliver 1`;
		expect(movesTo(inbox, 'A believes x')).not.toBe('none');
		expect(movesTo(inbox, 'A believes x and not A holds x and not A paused')).toBe('none');
	});

	it('finds what comes true while a service stands still that may go on at any moment, and says nothing of what does not', () => {
		const stands = `
			client A; client B; lock x redis ttl 10s; store s unfenced; put x n=0
			A runs acquire x; write x n=1
			step A
			locks pause`;
		expect(movesTo(stands, 'A accepted on s')).toBe(1);
		expect(movesTo(stands, 'not A believes x')).toBe(1);
		expect(movesTo(stands, 'nobody holds x')).toBe('gave-up');
		expect(movesTo(stands, 'two-believers')).toBe('gave-up');
	});

	it('gives up where a service stands still that can die meanwhile', () => {
		const stands = (pause: string, faults = '') => `client A; lock x redis ttl 10s; store s unfenced; put x n=0
			A runs write x n=1
			${faults}
			A acquire x
			locks pause${pause}`;
		expect(movesTo(stands(''), 'A done')).toBe(1);
		expect(movesTo(stands('', 'faults node 1'), 'A done')).toBe('gave-up');
		expect(movesTo(stands(' for 5s'), 'A done')).toBe(1);
		expect(movesTo(stands(' for 5s', 'faults node 1'), 'A done')).toBe('gave-up');
		expect(movesTo(stands(' for 5s', 'faults restart 1'), 'A done')).toBe('gave-up');
		expect(movesTo(stands('', 'faults delay 1').replace('locks pause', ''), 'A done')).toBe(1);
	});

	it('lets a service that stands still go on at its moment, however late the search begins', () => {
		const stands = `client A; lock x lease ttl 60s; A runs acquire x
			wait 5s
			locks pause for 10s
			A acquire x`;
		expect(movesTo(stands, 'A holds x and time <= 15s')).toBe(1);
		expect(movesTo(stands, 'A holds x and time < 15s')).toBe('none');
	});

	it('lets a process that was paused for a time go on at its moment, however late the search begins', () => {
		const paused = `client A; lock x lease ttl 60s
			wait 5s
			A pause for 10s`;
		expect(movesTo(paused, 'not A paused and time = 15s')).toBe(1);
	});

	it('counts the numbers that were skipped where anything asks for one', () => {
		const line = (store: string, more = '') => `client A; client B; lock x zookeeper; store s ${store}
			put x n=0
			A runs acquire x within 2s; write x n=1
			B runs release x${more}
			B acquire x`;
		// A has left the line once, and has a number that is one higher the second time.
		expect(movesTo(line('fenced'), 'token of A = 35')).toBe(4);
		expect(movesTo(line('rejects when token > 34'), 'A rejected on s')).toBe(5);
		const both = 'A accepted on s and B accepted on s and value of s n = 1';
		expect(movesTo(line('fenced', '; write x n=2 token 35'), both)).toBe(6);
	});

	it('spends a fault that is possible only later, beside one that never is', () => {
		const world = 'client A; client B; lock x lease ttl 10s\nA runs acquire x\nB runs acquire x\n';
		for (const idle of ['', ' clock 1', ' failover 1'])
			expect(movesTo(`${world}faults revoke 1${idle}`, 'two-grants'), idle).toBe(3);
	});

	it('finds no lost update where every write is its own client’s, however late one comes', () => {
		const alone = `client A; lock x lease ttl 10s; store s unfenced; put x n=0
			A runs read x; write x n+=1; write x n+=1; write x n+=1
			faults delay 2`;
		expect(movesTo(alone, 'lost-update')).toBe('none');
	});
});

describe('The story of programs that run by themselves', () => {
	const running = `client A; client B; lock account lease ttl 10s; store raw unfenced; put account n=0
		A runs acquire account; write account n=1
		B runs acquire account; write account n=2
		A starts; B starts`;

	it('gives them to their clients anew where a pause cannot keep one from the step that it takes', () => {
		const lines = found(`${running}; faults lose 1`, 'last unknown and token of A = 33 and token of B = 34').script;
		expect(lines.map(({statement}) => print(statement))).toEqual([
			'client A',
			'A runs acquire account; write account n=1',
			'client B',
			'B runs acquire account; write account n=2',
			'step A',
			'wait 10s',
			'step B',
			'step A lost',
		]);
	});

	it('pauses nobody who is dead, and nobody whose program has ended', () => {
		const fact = 'A crashed and token of B = 34 and B accepted on raw and time >= 12s';
		const lines = found(`${running}; faults crash 1`, fact).script.map(({statement}) => print(statement));
		expect(lines).toEqual(['step A', 'A crash', 'B pause', 'wait 10s', 'B resume', 'step B', 'wait 2s']);
	});

	it('keeps them from it by pauses, and lets each go on when its turn is', () => {
		const lines = found(running, 'stale-write').script.map(({statement}) => print(statement));
		expect(lines).toEqual(['step A', 'A pause', 'B pause', 'wait 10s', 'B resume', 'step B', 'A resume']);
	});

	it('waits out a round that is open over silent nodes, of a program that runs by itself too', () => {
		const open = (latency: string) => `client A; client B
			lock x redlock ttl 10s nodes 3 node-timeout 3s
			${latency}
			A runs acquire x
			A starts at 100ms
			n3 crash
			wait 1s`;
		for (const latency of ['', 'latency 10ms']) {
			const {kind, script} = found(open(latency), 'A believes x');
			expect({kind, script: script.map(({statement}) => print(statement))}, latency).toEqual({
				kind: 'found',
				script: ['wait 2.1s'],
			});
			expect(movesTo(open(latency), 'A believes x and time < 3.1s'), latency).toBe('none');
			expect(movesTo(open(latency), 'B believes x'), latency).toBe('none');
		}
	});
});

describe('A search of a redlock whose messages take time', () => {
	it('ends, though a client that is denied tries again and again with a new value', () => {
		for (const nodes of [1, 2]) {
			const world = `client A; client B; lock x redlock ttl 10s nodes ${nodes}; latency 10ms; A runs acquire x`;
			expect(movesTo(world, 'B believes x'), `${nodes} nodes`).toBe('none');
			expect(movesTo(`${world}\nn1 crash`, 'B believes x'), `${nodes} nodes, one down`).toBe('none');
		}
	});
});
