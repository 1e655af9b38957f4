import {describe, expect, test} from 'vitest';
import {inFlight} from '../../src/sim/look.js';
import {kinds, play, world, wrong} from './play.js';

const sent = (script: string) =>
	play(script).events.flatMap((event) => (event.kind === 'sent' ? [[event.id, event.from, event.to, event.what]] : []));

describe('a message', () => {
	test('on its way is told in the order of the numbers, whoever sent it', () => {
		const script = `${world} A write balance=1 to raw held\n B write balance=2 to raw held\n A write balance=3 to raw held`;
		expect(inFlight(play(script).world).map(({id}) => id)).toEqual([1, 2, 3]);
	});

	test('takes no time and has no number by default', () => {
		expect(kinds(play(`${world} A acquire`))).toEqual(['acquire-sent', 'granted', 'believed']);
		expect(wrong(`${world} A acquire\n A read`, 'time = 0s')).toEqual([]);
	});

	test('takes the latency each way, and the clock shows it', () => {
		expect(wrong(`${world} latency 1ms\n A acquire`, 'time = 2ms', 'A believes account')).toEqual([]);
		expect(play(`${world} latency 1ms\n A acquire`).events.map(({at, kind}) => [at, kind])).toEqual([
			[0, 'acquire-sent'],
			[0, 'sent'],
			[1, 'delivered'],
			[1, 'granted'],
			[1, 'sent'],
			[2, 'delivered'],
			[2, 'believed'],
		]);
	});

	test('that is delayed arrives that much later, and its outcome is unknown until then', () => {
		const script = `${world} A acquire\n A write balance=1 to raw delayed 90s`;
		expect(wrong(script, 'last unknown', 'time = 0s', 'value of raw balance = 100')).toEqual([]);
		expect(
			wrong(`${script}\n A release\n wait 90s`, 'A accepted on raw', 'last granted', 'value of raw balance = 1'),
		).toEqual([]);
	});

	test('outlives its sender, whose next process never hears the answer', () => {
		const script = `${world} A acquire\n A read\n A write balance=1 to raw held\n A crash\n A restart\n deliver A`;
		expect(wrong(script, 'A accepted on raw', 'value of raw balance = 1', 'token of A = none')).toEqual([]);
		expect(kinds(play(script)).slice(-3)).toEqual(['accepted', 'sent', 'dropped']);
	});

	test('that is held stays until delivered by hand, the oldest first', () => {
		const script = `${world} A acquire\n A write balance=1 to raw held\n A write balance=2 to raw held`;
		expect(sent(script)).toEqual([
			[1, 'A', 'raw', 'write'],
			[2, 'A', 'raw', 'write'],
		]);
		expect(wrong(`${script}\n wait 60m`, 'value of raw balance = 100')).toEqual([]);
		expect(wrong(`${script}\n deliver A`, 'value of raw balance = 1')).toEqual([]);
		expect(
			wrong(`${script}\n deliver #2\n deliver 1`, 'value of raw balance = 1', 'A accepted on raw >= 2 times'),
		).toEqual([]);
	});

	test('that is dropped never arrives; that is duplicated arrives twice', () => {
		expect(wrong(`${world} A write balance=1 to raw held\n drop 1`, 'value of raw balance = 100')).toEqual([]);
		expect(play(`${world} A write balance=1 to raw held\n drop 1\n deliver 1`).refusals).toEqual([
			'There is no message #1 in the network.',
		]);
		expect(
			wrong(`${world} A write balance=1 to raw held\n duplicate 1\n deliver 1\n deliver 2`, 'version of raw = 2'),
		).toEqual([]);
	});

	test('that is lost never arrives; a lost reply leaves the deed done and the client in the dark', () => {
		expect(wrong(`${world} A acquire lost`, 'last unknown', 'nobody holds account')).toEqual([]);
		expect(
			wrong(
				`${world} A acquire reply lost`,
				'last unknown',
				'A holds account',
				'not A believes account',
				'token of A = none',
			),
		).toEqual([]);
	});

	test('sent across a cut is lost, until the cut is healed', () => {
		expect(
			wrong(
				`${world} cut A raw\n A write balance=1`,
				'not A accepted on raw',
				'A rejected on safe',
				'not last unknown',
			),
		).toEqual([]);
		expect(
			wrong(
				`${world} cut A raw locks\n heal A locks\n A acquire\n A write balance=1`,
				'A accepted on safe',
				'not A accepted on raw',
			),
		).toEqual([]);
	});

	test('of a late reply is taken note of, and does not change the last outcome', () => {
		const script = `${world} A acquire reply delayed 3s\n B acquire\n wait 3s`;
		expect(wrong(script, 'last denied', 'A believes account', 'token of A = 33')).toEqual([]);
	});

	test('waits while its receiver is paused, and is read after the interrupted step', () => {
		const script = `${world} A acquire reply delayed 3s\n A pause\n wait 4s\n A resume`;
		expect(wrong(script, 'token of A = none', 'not A believes account')).toEqual([]);
		expect(
			wrong(`${script}\n A write balance=1 to safe`, 'last rejected', 'token of A = 33', 'A believes account'),
		).toEqual([]);
	});

	test('over several stores agrees, or is asked about one by one', () => {
		const script = `${world} A acquire\n wait 10s\n B acquire\n B write balance=1\n A write balance=2`;
		expect(
			wrong(script, 'not last accepted', 'not last rejected', 'last accepted on raw', 'last rejected on safe'),
		).toEqual([]);
	});
});

describe('a renewal race', () => {
	test('S9a: a renewal that arrives after the next grant is denied', () => {
		const script = `${world} A acquire\n wait 9990ms\n A renew delayed 50ms\n wait 20ms\n B acquire\n wait 30ms`;
		expect(wrong(script, 'B holds account', 'not A believes account', 'not two-believers')).toEqual([]);
	});

	test('S9b: a lost reply leaves the client at its old deadline', () => {
		const script = `${world} A acquire\n wait 5s\n A renew reply lost\n wait 5s`;
		expect(wrong(script, 'A holds account', 'not A believes account')).toEqual([]);
	});
});
