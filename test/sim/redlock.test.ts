import {describe, expect, test} from 'vitest';
import {play, wrong} from './play.js';

const world = 'client A\nclient B\nlock x redlock nodes 5 ttl 10s\n';

describe('a redlock', () => {
	test('is held by whoever has set its value on a quorum of the fixed number of nodes', () => {
		expect(wrong(`${world} A acquire`, 'last granted', 'A holds x', 'A believes x', 'token of A = none')).toEqual([]);
		expect(wrong(`${world} n1 crash\n n2 crash\n A acquire`, 'last granted', 'A holds x')).toEqual([]);
		expect(wrong(`${world} n1 crash\n n2 crash\n n3 crash\n A acquire`, 'last denied', 'nobody holds x')).toEqual([]);
		expect(wrong(`${world} A acquire\n B acquire`, 'last denied', 'A holds x')).toEqual([]);
	});

	test('is believed in for its ttl less the drift that is allowed for', () => {
		expect(wrong(`${world} A acquire\n wait 9897ms`, 'A believes x')).toEqual([]);
		expect(wrong(`${world} A acquire\n wait 9898ms`, 'not A believes x', 'A holds x')).toEqual([]);
	});

	test('is not believed in for no time at all: an answer that comes when the time is just over is too late', () => {
		// The grant is worth its ttl less 102 ms for the drift, counted from the request: 9898 ms.
		const slow = (delay: string) => `${world} latency ${delay}\n A acquire\n wait 30s`;
		const granted = ({events}: ReturnType<typeof play>) => events.some(({kind}) => kind === 'granted');
		const tooLate = ({events}: ReturnType<typeof play>) =>
			events.some((event) => event.kind === 'denied' && event.reason === 'too-late');
		expect(granted(play(slow('4948ms')))).toBe(true);
		expect(tooLate(play(slow('4948ms')))).toBe(false);
		expect(tooLate(play(slow('4949ms')))).toBe(true);
	});

	test('is given back on all nodes', () => {
		expect(wrong(`${world} A acquire\n A release\n B acquire`, 'last granted', 'B holds x')).toEqual([]);
	});

	test('is nobody’s while a client that counted too late is deleting what it set', () => {
		const script = `${world} latency 1ms\n A runs acquire\n A starts\n wait 1ms\n A clock +20s\n wait 1ms`;
		expect(play(script).events.some((event) => event.kind === 'denied' && event.reason === 'too-late')).toBe(true);
		expect(wrong(script, 'nobody holds x', 'not A believes x')).toEqual([]);
		expect(wrong(`${script}\n wait 1ms\n B acquire`, 'B holds x')).toEqual([]);
	});

	test('refuses faults at nodes that it has not', () => {
		expect(play(`${world} n9 crash\n n6 clock +1s\n primary crash`).refusals).toHaveLength(3);
	});
});
