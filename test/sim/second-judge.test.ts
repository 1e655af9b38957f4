import {expect, test} from 'vitest';
import {everyScript} from '../generated/every-script.js';
import {toldHistories} from '../generated/histories.js';
import {scriptOf} from '../generated/random-scripts.js';
import {disagreements} from './second-judge.js';

/** Runs that random ones seldom come to, each after the rule that it tries. */
const seldom: readonly (readonly string[])[] = [
	// Who renews another's lease does not have it.
	[
		'client A',
		'client B',
		'lock account lease ttl none owner-check off',
		'A acquire account',
		'B renew account',
		'B release account',
		'B acquire account',
	],
	// A write that is checked and not yet applied is not the one that is sent next.
	[
		'client A',
		'client B',
		'lock account postgres clock client reentrant deadline off',
		'store s uuid non-atomic',
		'put account n=0',
		'A acquire account',
		'A release account',
		'A write account n=5 held',
		'A acquire account',
		'deliver 1',
		'A write account n=6',
	],
	// What was given back before its least time ends then, also when its process has died.
	[
		'client A',
		'client B',
		'lock account redis ttl none identity stable min 5s',
		'A acquire account',
		'A release account held',
		'A crash',
		'A restart',
		'deliver A',
		'wait 5s',
		'B acquire account',
	],
	// A process of a stable owner gives back what is the owner's; any other what is its own.
	...['', ' identity stable'].map((identity) => [
		'client A',
		'client B',
		`lock account redis ttl none${identity}`,
		'A acquire account',
		'A release account held',
		'A acquire account',
		'A crash',
		'A restart',
		'deliver A',
		'B acquire account',
	]),
	// A late release of an older grant gives back nothing of a newer one.
	[
		'client A',
		'client B',
		'lock account redis ttl 20s fsync no',
		'A acquire account',
		'A release account held',
		'wait 21s',
		'A acquire account',
		'deliver A',
		'locks crash',
		'locks restart',
		'B acquire account',
	],
	// What its own client deletes is given back, though it was never told of it.
	[
		'client A',
		'client B',
		'lock account redis ttl 20s release delete',
		'A acquire account reply lost',
		'A release account',
		'B acquire account',
	],
	// What was rolled back says nothing about what is written afterwards.
	[
		'client A',
		'client C',
		'lock account lease ttl 10s',
		'store t transactional',
		'C write account n=5 as job pay',
		'A begin t',
		'A write account m=2 to t',
		'A rollback t',
		'A write account m=2 as job pay',
	],
	// A write that waited behind the end of its transaction is rejected as what it was when it was sent.
	[
		'client A',
		'client B',
		'lock account lease ttl 10s',
		'store t transactional',
		'A begin t',
		'A read account for update',
		'B begin t',
		'B write account m=2',
		'B commit t',
		'B write account m=2 no token',
		'B acquire account',
		'A commit t',
	],
	// One that is sent after its transaction is over has nothing of what was written in it.
	[
		'client B',
		'client C',
		'lock account lease ttl 10s',
		'store t transactional idle-timeout 30s',
		'B begin t',
		'B write account n=5',
		'wait 31s',
		'B acquire account',
		'B write account n=5 to t',
	],
	// A step of a program at which nothing happens stands before the write.
	[
		'client A',
		'client B',
		'lock account etcd',
		'store s unfenced',
		'B runs acquire account; keeps account off; write account m=2 as job pay; keeps account off; release account',
		'A write account n=6 as job pay',
		'run B',
	],
	// What waits on in a transaction that is begun once more was sent before that, and the store loses power.
	[
		'client A',
		'client B',
		'lock account etcd ttl 20s',
		'store u transactional',
		'A begin u',
		'B begin u',
		'A read account for update',
		'B write account n=6',
		'B acquire account',
		'B begin u',
		'u crash',
	],
	// Who reads its name in the record that a renewal of its own took again gives back that grant, and not the one that an operator took.
	[
		'client A',
		'lock account kubernetes retry-period 2s token transitions',
		'A acquire account',
		'locks revoke account',
		'A renew account reply lost',
		'A ask account',
		'A release account',
		'A acquire account',
	],
	// A redlock is given back once no majority keeps it, before its client hears of that, and also when its process has died.
	...['A release account reply delayed 5s', 'A release account held; A crash; deliver 1; deliver 2'].map((release) => [
		'client A',
		'client B',
		'lock account redlock nodes 3',
		'A acquire account',
		...release.split('; '),
		'B acquire account',
	]),
	// A repeat that is answered at the end of its transaction is not what is written there beside it.
	[
		'client A',
		'client B',
		'lock account lease ttl 10s',
		'store s transactional dedupes',
		'A write account n=5 as job pay',
		'B begin s',
		'B write account n=old as job pay',
		'B write account n=old to s',
		'B commit s',
	],
	// Of two writes that wait, alike but for where they were sent, the store that loses power rejects the one in a transaction.
	[
		'client A',
		'client B',
		'lock account kubernetes ttl 15s',
		'store s transactional',
		'B begin s',
		'B write account m=2 to s',
		'A write account m=2 as job pay',
		'A acquire account',
		'A begin s',
		'A write account m=2 to s',
		's crash',
	],
	// A key that was last written under no grant is torn from no other.
	[
		'client A',
		'client B',
		'client C',
		'lock account lease ttl 10s',
		'store s unfenced',
		'put account n=0 m=0',
		'A acquire account',
		'wait until expiry',
		'B acquire account',
		'B write account n=1',
		'C write account n=2',
		'A write account m=1',
	],
];

/** How many random histories are judged; more by the environment. */
const count = Number(process.env['FENCE_HISTORIES'] ?? 500);

test('a second judge comes to the same verdicts at every event of every random history', {
	timeout: Math.max(300_000, count * 100),
}, () => {
	everyScript(count, ({steps}) => {
		expect(disagreements(steps)).toEqual([]);
	});
});

test('a second judge comes to the same verdicts where the dice seldom fall', () => {
	for (const lines of seldom) {
		const script = scriptOf(lines);
		expect(script?.steps.every(({outcome}) => outcome.ok)).toBe(true);
		expect(disagreements(script?.steps ?? [])).toEqual([]);
	}
});

test('a second judge comes to the same verdicts in every scenario, story and way through a lesson', () => {
	const different: string[] = [];
	for (const {name, steps} of toldHistories())
		different.push(...disagreements(steps).map((each) => `${name}: ${each}`));
	expect(different).toEqual([]);
});
