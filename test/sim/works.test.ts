import {describe, expect, it} from 'vitest';
import {lockKinds} from '../../src/sim/lock/registry.js';
import {usualValues} from '../../src/sim/option.js';
import {play, wrong} from './play.js';

const world = (service: string, more = '') =>
	`client A\nclient B\nlock x ${service}\nstore s unfenced\nput x n=0\n${more}`;
const byThemselves = ['zookeeper', 'etcd', 'consul', 'kubernetes', 'dynamodb'];
/** Kinds whose clients renew nothing unless they are told to, and can. */
const kept = lockKinds().flatMap(({name, options}) =>
	byThemselves.includes(name) || !('ttl' in usualValues(options)) ? [] : [name],
);

const timesOf = (script: string, kind: string) =>
	play(script).events.flatMap((event) => (event.kind === kind ? [event.at] : []));

describe('A works', () => {
	it('is done when its time has passed, which does not pass by itself', () => {
		const {events, world: after} = play(`${world('lease ttl 30s')}A acquire x\nA works 45s`);
		expect(after.now).toBe(0);
		expect(events.at(-1)).toMatchObject({kind: 'work-begun', client: 'A', for: 45_000});
		const done = play(`${world('lease ttl 30s')}A acquire x\nA works 45s\nwait 45s`).events;
		expect(done.at(-1)).toMatchObject({kind: 'worked', client: 'A', for: 45_000, at: 45_000});
		expect(done.map(({kind}) => kind)).toContain('disbelieved');
	});

	it('lets its client do nothing else until then, and says for how long', () => {
		const working = 'A is working, and does nothing else until that is done. Type: wait 40s';
		const {refusals} = play(
			`${world('lease')}A works 45s\nwait 5s\nA acquire x\nA works 1s\nA keeps x every 3s\nrun A`,
		);
		expect(refusals).toEqual([
			working,
			working,
			working,
			'A has no program. Give it one at set-up, or type an operation such as A acquire.',
		]);
		const allowed =
			'A pause\nA resume\nA suspend\nA resume\nA clock +1s\nA clock x2\nA keeps x off\nA crash\nA restart';
		expect(play(`${world('lease')}A works 45s\n${allowed}`).refusals).toEqual([]);
		expect(play(`${world('lease')}A works 45s\nA pause\nA keeps x off`).refusals).toEqual([
			'A is paused. Type: A resume',
		]);
	});

	it.each(['pause', 'suspend'])('is stretched by a %s', (stop) => {
		const script = `${world('lease')}A works 10s\nwait 4s\nA ${stop} for 20s\nwait 60s`;
		expect(timesOf(script, 'worked')).toEqual([30_000]);
	});

	it('goes by the clock of its client, however that changes', () => {
		expect(timesOf(`${world('lease')}A clock x0.5\nA works 10s\nwait 60s`, 'worked')).toEqual([20_000]);
		expect(timesOf(`${world('lease')}A works 10s\nwait 5s\nA clock x0.5\nwait 60s`, 'worked')).toEqual([15_000]);
		expect(timesOf(`${world('lease')}A works 10s\nA clock +1h\nwait 60s`, 'worked')).toEqual([10_000]);
		const stopped = `${world('lease')}A works 10s\nwait 5s\nA pause\nA clock x0.5\nwait 1s\nA resume\nwait 60s`;
		expect(timesOf(stopped, 'worked')).toEqual([16_000]);
	});

	it('dies with its process', () => {
		const script = `${world('lease')}A works 10s\nA crash\nA restart\nA acquire x\nwait 60s`;
		expect(timesOf(script, 'worked')).toEqual([]);
		expect(play(script).refusals).toEqual([]);
	});

	it('is a step of a program, at which a run stops and a self-running program goes on when it is done', () => {
		const program = 'A runs acquire x; works 12s; write x n=1; release x\n';
		const run = `${world('lease ttl 10s', program)}run A\n`;
		expect(wrong(`${run}wait 11s`, 'version of s = 0', 'not A done')).toEqual([]);
		expect(wrong(`${run}wait 12s`, 'version of s = 0')).toEqual([]);
		expect(wrong(`${run}wait 12s\nrun A`, 'version of s = 1', 'A done')).toEqual([]);
		const {events} = play(`${world('lease ttl 10s', `${program}A starts\n`)}wait 60s`);
		expect(events).toContainEqual(expect.objectContaining({kind: 'accepted', at: 13_000}));
		expect(events).toContainEqual(expect.objectContaining({kind: 'done', client: 'A', ok: true}));
	});

	it('lets a program wait that runs by itself, also where somebody else told the client to work', () => {
		const {events} = play(`${world('lease', 'A runs acquire x; release x\nA starts at 1s\n')}A works 5s\nwait 60s`);
		expect(events).toContainEqual(expect.objectContaining({kind: 'granted', at: 5000}));
	});

	it('does not keep what arrives from being noted', () => {
		expect(wrong(`${world('lease')}A acquire x reply delayed 2s\nA works 9s\nwait 2s`, 'A believes x')).toEqual([]);
	});
});

describe.each(kept)('A keeps, on %s', (service) => {
	const ttl = `${service} ttl 10s`;

	it('renews so long after the grant, and again and again', () => {
		for (const lines of ['A keeps x every 3s\nA acquire x', 'A acquire x\nA keeps x every 3s']) {
			const script = `${world(ttl)}${lines}\nwait 10s`;
			expect(timesOf(script, 'renewed')).toEqual([3000, 6000, 9000]);
			expect(wrong(`${script}\nwait 60s`, 'A believes x', 'A holds x', 'last granted')).toEqual([]);
		}
	});

	it('renews while its client works, and says that it does so by itself', () => {
		const {events} = play(`${world(ttl)}A acquire x\nA keeps x every 4s\nA works 45s\nwait 45s`);
		const renewals = events.filter(({kind}) => kind === 'renewed');
		expect(renewals).toHaveLength(11);
		for (const renewal of renewals) expect(renewal).toMatchObject({client: 'A', byItself: true});
	});

	it('ends with a release, a denied renewal, the end of belief, and when it is told to', () => {
		for (const end of ['A release x', 'A keeps x off']) {
			const script = `${world(ttl)}A acquire x\nA keeps x every 3s\nwait 4s\n${end}\nwait 60s\nA acquire x\nwait 60s`;
			expect(timesOf(script, 'renewed')).toEqual([3000]);
		}
		const late = `${world(ttl)}A acquire x\nA keeps x every 3s\nwait 4s\nA pause for 20s\nwait 21s\nA acquire x\nwait 60s`;
		expect(timesOf(late, 'renewed')).toEqual([3000]);
		const {events} = play(
			`${world(ttl)}A acquire x\nA keeps x every 3s\nlocks revoke x\nwait 60s\nA acquire x\nwait 60s`,
		);
		expect(events.filter(({kind}) => kind === 'renew-denied')).toMatchObject([{at: 3000, byItself: true}]);
		expect(events.filter(({kind}) => kind === 'renewed')).toEqual([]);
	});

	it('sends what a pause held up once, after it', () => {
		const script = `${world(ttl)}A acquire x\nA keeps x every 2s\nwait 1s\nA pause for 6s\nwait 9s`;
		expect(timesOf(script, 'renewed')).toEqual([7000, 9000]);
	});

	it('cannot reach a service that its client is cut off from, or that is down', () => {
		const script = `${world(ttl)}A acquire x\nA keeps x every 3s\n`;
		const ends = service === 'redlock' ? ['cut A n1 n2 n3', 'locks crash'] : ['cut A locks', 'locks crash'];
		for (const trouble of ends) expect(wrong(`${script}${trouble}\nwait 12s`, 'not A believes x')).toEqual([]);
	});

	it('tells of each renewal that is lost on its way, as it tells of those that arrive', () => {
		const ends = service === 'redlock' ? ['cut A n1 n2 n3 n4 n5', 'locks crash'] : ['cut A locks', 'locks crash'];
		for (const trouble of ends) {
			const {events} = play(`${world(ttl)}A acquire x\nA keeps x every 4s\nwait 5s\n${trouble}\nwait 12s`);
			const sent = events.filter((event) => event.kind === 'sent');
			const lost = events.flatMap((event) => (event.kind === 'dropped' ? [event.id] : []));
			expect(new Set(sent.map(({at}) => at))).toEqual(new Set(service === 'redlock' ? [8000] : [8000, 12_000]));
			for (const each of sent) expect(each).toMatchObject({from: 'A', byItself: true});
			expect(lost).toEqual(sent.map(({id}) => id));
		}
	});

	it('dies with its process', () => {
		const script = `${world(ttl)}A acquire x\nA keeps x every 3s\nA crash\nA restart\nwait 20s\nA acquire x\nwait 20s`;
		expect(timesOf(script, 'renewed')).toEqual([]);
	});
});

it.each(['kubernetes', 'dynamodb ttl 10s heartbeat 3s'])(
	'tells of a renewal of a client of %s that is lost, and of none of its looks',
	(service) => {
		const {events} = play(`${world(service)}A acquire x\nB acquire x\nwait 1s\ncut A locks\ncut B locks\nwait 30s`);
		const sent = events.filter((event) => event.kind === 'sent');
		expect(sent.length).toBeGreaterThan(1);
		for (const each of sent) expect(each).toMatchObject({from: 'A', what: 'renew', byItself: true});
	},
);

it.each(byThemselves)('refuses to keep a lock of %s besides, whose clients renew by themselves', (service) => {
	const lines = `${world(service)}A keeps x every 3s\nA acquire x\nA keeps x every 3s`;
	const refusal = `A client of ${service} renews x by itself, so there is nothing to keep besides.`;
	expect(play(lines).refusals).toEqual([refusal, refusal]);
	expect(play(`${world(service)}A keeps x off`).refusals).toEqual([]);
});

it('keeps a lock that is held twice until the last release', () => {
	const script = `${world('redis ttl 10s reentrant')}A acquire x\nA keeps x every 3s\nA acquire x\nA release x\nwait 30s\n`;
	expect(wrong(script, 'A believes x', 'A holds x')).toEqual([]);
	expect(wrong(`${script}A release x\nwait 1s`, 'nobody holds x')).toEqual([]);
});

it('keeps alive what hangs: the other side of a watchdog', () => {
	const script = `${world('redis ttl 10s', 'A runs acquire x; keeps x every 3s; works 2h; write x n=1; release x\n')}run A\nwait 1h\nB acquire x`;
	expect(wrong(script, 'A holds x', 'last denied')).toEqual([]);
});
