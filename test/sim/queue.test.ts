import {describe, expect, test} from 'vitest';
import {play, wrong} from './play.js';

const world = 'client A\nclient B\nclient C\nlock x etcd ttl 2s\nstore s fenced\nput x n=0\n';

describe('a lock with a line of askers', () => {
	test('is granted in the order in which they came, each when the one before has gone', () => {
		expect(
			wrong(`${world} A acquire\n B acquire\n C acquire`, 'A holds x', 'last unknown', 'not B believes x'),
		).toEqual([]);
		expect(
			wrong(`${world} A acquire\n B acquire\n C acquire\n A release`, 'B holds x', 'B believes x', 'not two-believers'),
		).toEqual([]);
		expect(
			wrong(`${world} A acquire\n B acquire\n C acquire\n A release\n B release`, 'C holds x', 'token of C = 35'),
		).toEqual([]);
	});

	test.each(['etcd', 'zookeeper', 'advisory'])(
		'serves the step of a program whose client stood in line already when it asked: %s',
		(kind) => {
			const script = `${world.replace(/etcd.*/, kind).replace('store s fenced', 'store s unfenced')} B runs acquire x; write x n=1; release x\n A acquire\n B acquire\n step B\n`;
			expect(wrong(`${script} A release\n run B`, 'B done', 'nobody holds x', 'value of s n = 1')).toEqual([]);
		},
	);

	test('is kept by a session for as long as its client can be heard', () => {
		expect(wrong(`${world} A acquire\n wait 60s`, 'A holds x', 'A believes x')).toEqual([]);
		expect(wrong(`${world} A acquire\n A pause\n wait 1999ms\n A resume\n wait 60s`, 'A holds x')).toEqual([]);
		expect(wrong(`${world} A acquire\n A pause\n wait 2s`, 'nobody holds x', 'A believes x')).toEqual([]);
		expect(wrong(`${world} A acquire\n A pause\n wait 2s\n A resume\n wait 1ms`, 'not A believes x')).toEqual([]);
	});

	test('goes to the next in line when a session ends, also to one that is dying itself', () => {
		expect(play(`${world} A acquire\n B acquire\n B pause\n A pause\n wait 2m`).refusals).toEqual([]);
		expect(wrong(`${world} A acquire\n B acquire\n B pause\n A pause\n wait 2m`, 'nobody holds x')).toEqual([]);
	});

	test('stays with a dead process until its session ends, and its next process stands in line anew', () => {
		const script = `${world} A acquire\n B acquire\n B crash\n B restart\n A release\n B acquire`;
		expect(wrong(script, 'not B holds x and not nobody holds x', 'not B believes x')).toEqual([]);
		expect(wrong(`${script}\n wait 2s`, 'B holds x', 'B believes x')).toEqual([]);
	});

	test('ends its believer when it is cut off for longer than the session lasts', () => {
		expect(
			wrong(
				`${world} A acquire\n B acquire\n cut A locks\n wait 2s`,
				'B holds x',
				'not A believes x',
				'not two-believers',
			),
		).toEqual([]);
		expect(
			wrong(`${world} A acquire\n cut A locks\n wait 1s\n heal A locks\n wait 60s`, 'A holds x', 'A believes x'),
		).toEqual([]);
	});
});
