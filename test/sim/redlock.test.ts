import {describe, expect, test} from 'vitest';
import {explore} from '../../src/explore/explore.js';
import {namesOf} from '../../src/language/names.js';
import {parseFact} from '../../src/language/parse.js';
import {print} from '../../src/language/print.js';
import type {Fact} from '../../src/sim/fact.js';
import type {World} from '../../src/sim/world.js';
import {scripted} from '../explore/scripted.js';
import {play, wrong} from './play.js';

function factOf(world: World, text: string): Fact {
	const parsed = parseFact(text, namesOf(world));
	if (!parsed.ok) throw new Error(parsed.error.message);
	return parsed.fact;
}

function found(world: World, text: string): string {
	return explore(world, factOf(world, text)).kind;
}

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

	test('is not renewed in the background while a renewal is under way', () => {
		const slow = 'client A\nlatency 2s\nlock x redlock nodes 3 ttl 30s\nA keeps x every 1s\nA acquire x\nwait 20s';
		const renewals = play(slow).events.filter((event) => event.kind === 'sent' && event.from === 'A').length - 3;
		// A round takes 4 s, and three requests.
		expect(renewals).toBeGreaterThan(0);
		expect(renewals).toBeLessThanOrEqual(3 * Math.ceil(20 / 4));
	});

	test('is a grant of its own for an owner whose votes for it nobody has counted yet', () => {
		const again = [
			'client A\nclient B\nlock x redlock nodes 2 ttl 10s identity stable\nstore raw unfenced\nput x n=0',
			'A acquire; A release; B acquire; B write x n=5; B release',
			'A acquire reply delayed 5s; A acquire; A write x n=1',
		];
		expect(wrong(again.join('\n'), 'last accepted', 'A holds x', 'not stale-write on raw')).toEqual([]);
	});

	test('is waited for by the step that asks for it: a late answer to a release before it lets no program go on', () => {
		const late = [
			'client A\nlock x redlock nodes 3 ttl 10s\nstore raw unfenced\nput x n=0',
			'A runs acquire; release; acquire; write x n=1',
			'step A; step A reply delayed 2s; step A reply delayed 8s; wait 3s',
		];
		expect(wrong(`${late.join('\n')}; step A`)).toEqual([
			expect.stringContaining('waiting for the reply to its acquire'),
		]);
		expect(wrong(`${late.join('\n')}; wait 6s; run A`, 'value of raw n = 1', 'A holds x')).toEqual([]);
	});

	test('is given back on all nodes', () => {
		expect(wrong(`${world} A acquire\n A release\n B acquire`, 'last granted', 'B holds x')).toEqual([]);
	});

	test('is given back once no majority keeps it, before its client hears of that and also when that is dead', () => {
		const two = ({events}: ReturnType<typeof play>) =>
			events.some((event) => event.kind === 'violated' && event.property === 'two-grants');
		const deliverAll = [1, 2, 3, 4, 5].map((id) => `deliver ${id}`).join('\n');
		for (const release of [
			'A release reply delayed 5s',
			`A release held\n A crash\n ${deliverAll}`,
			'A release reply lost',
		]) {
			const script = `${world} A acquire\n ${release}\n B acquire`;
			expect(wrong(script, 'B holds x')).toEqual([]);
			expect(two(play(script))).toBe(false);
		}
		// Nobody has given back what an operator deletes.
		expect(two(play(`${world} A acquire\n locks revoke x\n B acquire`))).toBe(true);
		// A majority keeps it still: B gets no quorum.
		expect(
			wrong(
				`${world} cut A n1 n2 n3\n heal A n1 n2 n3\n A acquire\n cut A n1 n2 n3\n A release\n B acquire`,
				'A holds x',
			),
		).toEqual([]);
	});

	test('takes the time that its client waits for silent nodes in one move of a search, as in one statement', () => {
		const {world} = scripted(`client A; client B; lock x redlock ttl 10s nodes 3 node-timeout 50ms
			A runs release x
			B runs acquire x
			faults lose 1
			A acquire x
			wait 3s`);
		for (const fact of ['two-grants', 'B believes x and A believes x']) expect(found(world, fact)).toBe('none');
		const slow = explore(world, factOf(world, 'time >= 3.05s and time < 3.1s'));
		expect([slow.kind, slow.script.map(({statement}) => print(statement))]).toEqual(['found', ['step A lost']]);
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

test('a renewal that is heard of after its belief has ended brings no belief back', () => {
	const script = `client A
		lock x redlock ttl 1s nodes 3 node-timeout 500ms
		A acquire x
		n3 crash
		wait 900ms
		A renew x`;
	expect(wrong(script, 'not A believes x', 'A holds x', 'time = 1400ms')).toEqual([]);
});
