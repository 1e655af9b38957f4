import {expect, test} from 'vitest';
import {jumps} from '../../src/explore/jumps.js';
import {passWhole} from '../../src/explore/pass-whole.js';
import {worldModel} from '../../src/explore/world-model.js';
import {scripted} from './scripted.js';
import {everything} from './worlds.js';

const programs = `put x n=0
A runs acquire x; write x n=1; release x
B runs acquire x
`;
const on = (service: string, store = 'store s fenced') =>
	`client A; client B; lock x ${service}; ${store}\n${programs}`;
const plain = on('lease ttl 10s');

/** Whether time passes part by part, which is quick, or in the whole world, which is always right. */
function clockOf(script: string) {
	return worldModel(scripted(script).world, everything).model.clock?.kind;
}

test.each([
	['nothing is about', plain],
	[
		'there are faults that only befall messages, processes, links and servers',
		`${plain}faults delay 1 lose 1 crash 1 cut 1 node 1`,
	],
	['a message is held', `${plain}A acquire x\nA write x n=2 held`],
	['a Redis node keeps the lock', on('redis ttl 10s')],
	['independent nodes keep it that always answer at once', on('redlock ttl 10s nodes 3')],
	['rows are locked for as long as a transaction likes', on('lease ttl 10s', 'store s transactional')],
])('time passes part by part where %s', (_, script) => {
	expect(clockOf(script)).toBe('parts');
});

test.each([
	['messages take time', `${plain}latency 1s`],
	['a process can be paused', `${plain}faults pause 1`],
	['a machine can sleep', `${plain}faults suspend 1`],
	['a clock can run at another rate', `${plain}faults rate 1`],
	['a process is paused', `${plain}A acquire x\nA pause`],
	['a process has just gone on', `${plain}A acquire x\nA pause\nA resume`],
	['a machine sleeps', `${plain}A acquire x\nA suspend`],
	['a clock runs at another rate', `${plain}A clock x0.5`],
	[
		'a program waits for a lock no longer than it says',
		`${plain.replace('B runs acquire x', 'B runs acquire x within 5s')}`,
	],
	['a client waits for a lock no longer than it said', `${plain}A acquire x within 5s held`],
	['a program sends a message that is late', plain.replace('n=1', 'n=1 delayed 12s')],
	['a program is answered late', plain.replace('n=1', 'n=1 reply delayed 4s')],
	['a request is late', `${plain}A write x n=2 delayed 12s`],
	['an answer is late', `${plain}A read x reply delayed 12s`],
	['the answer to a held request will be late', `${plain}A write x n=2 held reply delayed 12s`],
	['a store forgets in time', on('lease ttl 10s', 'store s fenced forgets after 5s')],
	['a store knows a job for a while', on('lease ttl 10s', 'store s unfenced dedupes for 5s')],
	['a store rolls back what idles', on('lease ttl 10s', 'store s transactional idle-timeout 5s')],
	['sessions keep the lock', on('zookeeper ttl 10s')],
	['a client looks again by itself', on('kubernetes ttl 10s renew-deadline 6s retry-period 4s')],
	['independent nodes keep it that are waited for', on('redlock ttl 10s nodes 3 node-timeout 50ms')],
	['a replica lags behind', on('replicated ttl 10s')],
	['the service stands still', `${plain}A acquire x\nlocks pause`],
])('time passes in the whole world where %s', (_, script) => {
	expect(clockOf(script)).toBe('whole');
});

test('time passes to the next thing that happens, whether in the world or beside it', () => {
	const passed = (script: string, alarm: number | null) => {
		const {setting, model} = worldModel(scripted(script).world, everything);
		return passWhole(setting, model.shared, model.locals, alarm)?.time ?? null;
	};
	const held = `${plain}A acquire x`;
	expect([null, 3000, 15_000].map((alarm) => passed(held, alarm))).toEqual([10_000, 3000, 10_000]);
	expect([null, 3000].map((alarm) => passed(plain, alarm))).toEqual([null, 3000]);
});

test('a clock steps a second further than makes a lock run out at once, or last twice as long', () => {
	const steps = (script: string) => jumps(worldModel(scripted(script).world, everything).setting);
	expect(steps(plain)).toEqual([11_000, -11_000]);
	expect(steps(on('redis ttl none'))).toEqual([11_000, -11_000]);
	expect(steps(`${on('redis ttl 3s').replace('put', 'lock y redis ttl 3s; lock z redis ttl 5s\nput')}`)).toEqual([
		4000, -4000, 6000, -6000,
	]);
});
