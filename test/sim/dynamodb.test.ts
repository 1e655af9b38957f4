import {describe, expect, it} from 'vitest';
import {parseScript} from '../../src/language/parse.js';
import {print} from '../../src/language/print.js';
import {play, wrong} from './play.js';

const world = (options = '') => `client A\nclient B\nlock x dynamodb ${options}\nstore s unfenced\nput x v=0\n`;
const both = `${world()}A acquire\nB acquire\n`;

// Source: awslabs/amazon-dynamodb-lock-client, AmazonDynamoDBLockClient.java, LockItem.java; domain-2 section 2.
describe('The DynamoDB lock client', () => {
	it('is granted at its next look what its client has read its own name on', () => {
		const lost = 'client A\nlock x dynamodb\nA acquire x reply lost\nA ask x\n';
		expect(wrong(`${lost}wait 1s`, 'A holds x', 'A believes x')).toEqual([]);
	});

	it('says its time, also the usual one', () => {
		const [first] = parseScript('lock x dynamodb').statements;
		expect(first && print(first.statement)).toBe('lock x dynamodb ttl 20s');
	});

	it('keeps its item by heartbeats of its own, and gives no token', () => {
		const {events} = play(`${both}wait 16s`);
		expect(events.flatMap(({kind, at}) => (kind === 'renewed' ? [at] : []))).toEqual([5000, 10_000, 15_000]);
		expect(wrong(`${both}wait 10m`, 'A holds x', 'A believes x', 'not B believes x', 'token of A = none')).toEqual([]);
	});

	it('is taken by who has seen one version for longer than the time in the item', () => {
		expect(wrong(`${both}A crash\nwait 20s`, 'A holds x', 'not B believes x')).toEqual([]);
		expect(wrong(`${both}A crash\nwait 21s`, 'B holds x', 'B believes x')).toEqual([]);
		expect(wrong(`${world()}A acquire\nA crash\nwait 1h\nB acquire\nwait 20s`, 'A holds x')).toEqual([]);
	});

	it('starts the count anew at each changed version', () => {
		expect(wrong(`${both}wait 7s\nA crash\nwait 18s`, 'A holds x')).toEqual([]);
		expect(wrong(`${both}wait 7s\nA crash\nwait 19s`, 'B holds x')).toEqual([]);
	});

	it('believes until its time is over since it sent its last write', () => {
		expect(wrong(`${both}cut A locks\nwait 19999ms`, 'A believes x')).toEqual([]);
		expect(wrong(`${both}cut A locks\nwait 21s`, 'not A believes x', 'B believes x', 'not two-believers')).toEqual([]);
		expect(wrong(`${both}cut A locks\nA clock x0.5\nwait 21s`, 'A believes x', 'B believes x')).toEqual([]);
		expect(wrong(`${both}cut A locks\nB clock x2\nwait 11s`, 'A believes x', 'B believes x', 'two-grants')).toEqual([]);
	});

	it('drops a lock that nobody else can get when it has not heard of its last heartbeat', () => {
		const lost = `${both}A renew reply lost\nwait 5s\n`;
		expect(wrong(lost, 'not A believes x', 'A holds x', 'not B believes x')).toEqual([]);
		expect(wrong(`${lost}A release`, 'last denied', 'A holds x')).toEqual([]);
	});

	it('sleeps with its machine, and learns at its next heartbeat', () => {
		const slept = `${both}A suspend for 60s\nwait 61s\n`;
		expect(wrong(slept, 'A believes x', 'B believes x')).toEqual([]);
		expect(wrong(`${slept}wait 5s`, 'not A believes x')).toEqual([]);
	});

	it('waits for itself when the reply to its acquire was lost', () => {
		const retried = `${world()}A acquire reply lost\nA acquire\n`;
		expect(wrong(`${retried}wait 20s`, 'last denied', 'A holds x', 'not A believes x')).toEqual([]);
		expect(wrong(`${retried}wait 21s`, 'A holds x', 'A believes x')).toEqual([]);
		expect(wrong(`${retried}A ask\nA acquire`, 'last granted', 'A believes x')).toEqual([]);
	});

	it('is free at once when it is released, or its item deleted', () => {
		expect(wrong(`${both}A release\nwait 1s`, 'B holds x')).toEqual([]);
		expect(wrong(`${both}locks delete x\nwait 1s`, 'B holds x', 'A believes x', 'two-believers')).toEqual([]);
		expect(wrong(`${both}locks delete x\nwait 5s`, 'B holds x', 'not A believes x')).toEqual([]);
	});
});
