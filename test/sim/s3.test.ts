import {describe, expect, it} from 'vitest';
import {play, wrong} from './play.js';

const world = (options = '') => `client A\nclient B\nlock x s3 ttl 10s ${options}\nstore s fenced\nput x v=0\n`;

// Source: domain-2 section 3, variant c; Amazon S3, conditional requests.
describe('A lock in an object store', () => {
	it('creates the object of the next number, which is the token', () => {
		expect(wrong(`${world()}A acquire\nA release\nB acquire`, 'token of A = 33', 'token of B = 34')).toEqual([]);
	});

	it('denies while the newest object is not at its end', () => {
		expect(wrong(`${world()}A acquire\nwait 9s\nB acquire`, 'last denied', 'A holds x')).toEqual([]);
		expect(wrong(`${world()}A acquire\nwait 10s\nB acquire`, 'last granted', 'B holds x', 'token of B = 34')).toEqual(
			[],
		);
	});

	it('judges an end by the clock of who asks, and stamps it by the clock of who holds', () => {
		for (const step of ['B clock +10s', 'A clock -10s'])
			expect(wrong(`${world()}${step}\nA acquire\nB acquire`, 'A believes x', 'B believes x', 'two-grants')).toEqual(
				[],
			);
		expect(wrong(`${world()}B clock x2\nA acquire\nwait 5s\nB acquire`, 'A believes x', 'B believes x')).toEqual([]);
		expect(wrong(`${world()}B clock -5s\nA acquire\nwait 14s\nB acquire`, 'last denied', 'nobody holds x')).toEqual([]);
	});

	it('has no clock of its own', () => {
		expect(play(`${world()}locks clock +1h`).refusals).toHaveLength(1);
	});

	it('marks the object at a release, and never gives its number again', () => {
		const early = `${world()}A acquire\nB clock +11s\nB acquire\nA release`;
		expect(wrong(early, 'last denied', 'B holds x', 'token of B = 34')).toEqual([]);
	});

	it('renews by writing a new end, as long as its own clock says that it has not ended', () => {
		expect(wrong(`${world()}A acquire\nwait 9s\nA renew\nwait 9s`, 'A holds x', 'A believes x')).toEqual([]);
		expect(wrong(`${world()}A acquire\nwait 10s\nA renew`, 'last denied', 'not A believes x')).toEqual([]);
		expect(wrong(`${world()}A acquire\nB clock +11s\nB acquire\nA renew`, 'last denied', 'B holds x')).toEqual([]);
	});

	it('keeps all of it through an outage', () => {
		const outage = `${world()}A acquire\nlocks crash\nwait 1s\nlocks restart\n`;
		expect(wrong(`${outage}B acquire`, 'last denied', 'A holds x')).toEqual([]);
	});

	it('denies the retry of an acquire whose reply was lost, until the client has read who it names', () => {
		const retried = `${world()}A acquire reply lost\nA acquire\n`;
		expect(wrong(retried, 'last denied', 'A holds x', 'not A believes x')).toEqual([]);
		expect(wrong(`${retried}A ask\nA acquire`, 'last granted', 'A believes x', 'token of A = 33')).toEqual([]);
		expect(wrong(`${world('identity stable')}A acquire reply lost\nA acquire`, 'last granted', 'A believes x')).toEqual(
			[],
		);
	});

	it('grants again what a client knows to be its own', () => {
		expect(wrong(`${world()}A acquire\nwait 4s\nA acquire`, 'last granted', 'token of A = 33')).toEqual([]);
		expect(wrong(`${world()}A acquire\nwait 4s\nA acquire\nwait 6s`, 'not A believes x', 'nobody holds x')).toEqual([]);
	});

	it('deletes what is there in the second of two steps, and gives its number again', () => {
		const two = world('release get-then-delete');
		expect(wrong(`${two}A acquire\nA release\nB acquire`, 'token of B = 33', 'token-regress')).toEqual([]);
		const late = `client C\n${two}latency 1s\nA acquire\nA pause for 20s\n`;
		expect(wrong(`${late}wait 21s\nB acquire\nA release`, 'last denied', 'B holds x')).toEqual([]);
	});

	it('is taken away by an operator with its number kept, or deleted with it', () => {
		expect(wrong(`${world()}A acquire\nlocks revoke x\nB acquire`, 'token of B = 34', 'A believes x')).toEqual([]);
		expect(wrong(`${world()}A acquire\nlocks delete x\nB acquire`, 'token of B = 1', 'token-regress')).toEqual([]);
	});
});
