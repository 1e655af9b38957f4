import {scripted} from '../../explore/scripted.js';
import type {Case} from './with-spin.js';

const locked = 'begin s; read account for update; write account n+=1; commit s';

/** Small worlds whose stores do what random ones seldom have them do, each after what it tries. */
export const storeWorlds: readonly Case[] = [
	[
		'who locks the row is alone with it',
		`client A; client B
		store s transactional
		put account n=0
		A runs ${locked}
		B runs ${locked}
		claim never lost-update
		claim possible A holds account
		claim never nobody holds account and A done and not B done and version of s = 0`,
	],
	[
		'a circle of those who wait is broken, whatever the network holds back',
		`client A; client B
		store s transactional
		put account n=0
		put other n=0
		A runs begin s; read account for update; write other n=1; commit s
		B runs begin s; write other n=2; read account for update; commit s
		faults late 1
		claim never lost-update
		claim possible B holds account and B holds other`,
	],
	[
		'what waits behind a request that waits is looked at again, and a write of its own stands in the same line',
		`client A; client B; client C
		store s transactional
		put account n=0 m=0
		A runs begin s; write account n=3; rollback s
		B runs begin s; write account m=2; read account; write account n+=1; commit s
		C runs write account n=5; read account
		claim never torn-write
		claim possible version of s = 3 and A done and B done and C done`,
	],
	[
		'a transaction that is silent for too long is rolled back',
		`client A; client B
		store s transactional idle-timeout 5s
		put account n=0
		A runs begin s; write account n=1; commit s
		B runs write account n=5
		faults cut 1
		claim possible A rejected on s
		claim possible nobody holds account and B done and not A done and version of s = 1`,
	],
	[
		'one of a process that died while it was cut off is rolled back when the link heals',
		`client A; client B
		store s transactional
		put account n=0
		A runs begin s; read account for update; commit s
		B runs write account n=5
		faults crash 1 cut 1
		claim possible A crashed and not nobody holds account
		claim never late-write`,
	],
	[
		'a transaction is lost with the power of its store, and a write in it counts as refused',
		`client A; client B
		lock account lease ttl 10s
		store s transactional dedupes
		put account n=0
		A runs acquire account; begin s; write account n=1 as job pay; commit s
		B runs write account n=2
		faults node 1
		claim possible locked-out
		claim never double-effect
		claim possible A rejected on s`,
	],
	[
		'a transaction that is begun once more is the same, and one that came late from a process that died is over at once',
		`client A; client B
		store s transactional
		put account n=0
		A runs begin s; begin s; write account n=1; commit s
		B runs read account; write account n=2
		faults late 1 crash 1 duplicate 1
		claim possible lost-update
		claim never stale-write`,
	],
	[
		'as text 10 is lower than 9, and so is 100',
		`client A; client B
		store s fenced text-tokens
		store t fenced-strict text-tokens ratchet read
		put account n=0
		A runs write account n=1 token 9; write account n=2 token 10; read account
		B runs write account n=3 token 100; advance account token 95; write account n=1 token 99
		claim possible A rejected on s
		claim possible highest of t = 99`,
	],
	[
		'what a store keeps for each key is dropped by its age, and with its power',
		`client A; client B
		lock account lease ttl 10s
		store s uuid forgets after 5s scope key forgets
		put account n=0 m=1
		A runs acquire account; write account n=1; write account m=3; advance account
		B runs acquire account; write account n=3; release account
		faults node 1
		claim never highest of s < 33
		claim possible highest of s = 34 and version of s = 1
		claim possible highest of s >= 34`,
	],
	[
		'a job that a store remembers no longer is applied once more, and the others move up',
		`client A; client B
		store s unfenced dedupes for 5m
		put account n=0 m=1
		A runs write account n=1 as job pay; write account m=3 as job ship
		B runs write account n=3 as job pay; write account m=4 as job ship
		faults delay 1
		claim possible double-effect
		claim never torn-write`,
	],
	[
		'without a lock and a pause, time passes where a claim asks for it',
		`client A
		store s fenced
		put account n=0
		A runs write account n=1 token 3
		claim possible time >= 2s and version of s = 0
		claim never time >= 2s and highest of s = 4`,
	],
].map(([name = '', script = '']) => ({name, ...scripted(script.replaceAll('\t', ''))}));
