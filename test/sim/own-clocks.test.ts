import {describe, expect, it} from 'vitest';
import {wallTime} from '../../src/sim/clock.js';
import {lockKinds} from '../../src/sim/lock/registry.js';
import {belief} from '../../src/sim/look.js';
import {usualValues} from '../../src/sim/option.js';
import {evaluates, play} from './play.js';

const world = (service: string) => `client A\nclient B\nlock x ${service}\nstore s unfenced\n`;
/** Kinds whose client counts the time of its grant itself, so that its own clock decides, and renews nothing by itself. */
const timed = lockKinds().flatMap(({name, keepsSessions, renews, options, errands}) =>
	keepsSessions || !renews || errands(usualValues(options)) !== null ? [] : [name],
);
const sessions = lockKinds().flatMap(({name, keepsSessions}) => (keepsSessions ? [name] : []));

describe('A suspend', () => {
	it.each(timed)('lets the belief go on for what was left of it, though the lock is long free: %s', (service) => {
		const asleep = `${world(`${service} ttl 20s`)}A acquire x\nwait 5s\nA suspend for 60s\nwait 60s`;
		const {world: awake, events} = play(`${asleep}\nB acquire x\nwait 14s`);
		expect(events.map(({kind}) => kind)).toEqual(expect.arrayContaining(['suspended', 'resumed', 'violated']));
		expect(evaluates(awake, 'A believes x and B holds x and two-believers')).toBe(true);
		expect(evaluates(play(`${asleep}\nwait 14s`).world, 'A believes x')).toBe(true);
		expect(evaluates(play(`${asleep}\nwait 15s`).world, 'A believes x')).toBe(false);
	});

	it.each(timed)('is no pause, in which the clock runs on: %s', (service) => {
		const script = `${world(`${service} ttl 20s`)}A acquire x\nwait 5s\nA pause for 60s\nwait 61s`;
		expect(evaluates(play(script).world, 'A believes x')).toBe(false);
	});

	it.each(sessions)('ends the session, which is told when the machine wakes: %s', (service) => {
		const script = `${world(`${service} ttl 10s`)}A acquire x\nA suspend for 60s\nwait 59s\n`;
		expect(evaluates(play(script).world, 'A believes x and nobody holds x')).toBe(true);
		expect(evaluates(play(`${script}wait 2s`).world, 'A believes x')).toBe(false);
		const cut = `${script.replace('wait 59s', 'cut A locks')}wait 60s\nwait 9s`;
		expect(evaluates(play(cut).world, 'A believes x')).toBe(true);
		expect(evaluates(play(`${cut}\nwait 1s`).world, 'A believes x')).toBe(false);
	});

	it('counts as paused, and a grant that was under way is counted from when it was asked for', () => {
		const script = `${world('lease ttl 10s')}A acquire x reply delayed 4s\nwait 1s\nA suspend for 30s\nwait 20s`;
		expect(evaluates(play(script).world, 'A paused and not A believes x')).toBe(true);
		expect(evaluates(play(`${script}\nwait 18s`).world, 'A believes x and nobody holds x')).toBe(true);
		expect(evaluates(play(`${script}\nwait 19s`).world, 'A believes x')).toBe(false);
	});

	it('is refused as a pause is', () => {
		const refused = (lines: string) => play(`${world('lease')}${lines}`).refusals;
		expect(refused('A suspend\nA suspend')).toEqual(['A is paused already. Type: A resume']);
		expect(refused('A suspend\nA pause')).toEqual(['A is paused already. Type: A resume']);
		expect(refused('A suspend\nA acquire x')).toEqual(['A is paused. Type: A resume']);
		expect(refused('A crash\nA suspend')).toEqual(['A has crashed. Type: A restart']);
	});

	it('leaves the wall clock right, which decides for a redlock that is asked for meanwhile', () => {
		const {events} = play(
			`client A\nlock x redlock nodes 3 ttl 10s\nlatency 1s\nA runs acquire x\nA starts\nwait 500ms\nA suspend for 30s\nwait 31s`,
		);
		expect(events.find(({kind}) => kind === 'denied')).toMatchObject({reason: 'too-late'});
	});
});

describe('A clock at a rate', () => {
	it.each(timed)('shortens or lengthens the belief and not the lease: %s', (service) => {
		const slow = `${world(`${service} ttl 10s`)}A clock x0.5\nA acquire x\nwait 11s\nB acquire x\nwait 8s`;
		expect(evaluates(play(slow).world, 'A believes x and B holds x')).toBe(true);
		expect(evaluates(play(`${slow}\nwait 1s`).world, 'A believes x')).toBe(false);
		const fast = `${world(`${service} ttl 10s`)}A clock x2\nA acquire x\nwait 4.8s\n`;
		expect(evaluates(play(fast).world, 'A believes x and A holds x')).toBe(true);
		expect(evaluates(play(`${fast}wait 200ms`).world, 'not A believes x and A holds x')).toBe(true);
	});

	it('replaces the last rate, also in the middle of a belief, whose end falls on the first whole ms', () => {
		const until = (lines: string) =>
			belief(play(`${world('lease ttl 10s')}A acquire x\n${lines}`).world, 'A', 'x')?.until;
		expect(until('A clock x0.5')).toBe(20_000);
		expect(until('wait 4s\nA clock x0.5')).toBe(16_000);
		expect(until('wait 4s\nA clock x0.5\nwait 2s\nA clock x10')).toBe(6500);
		expect(until('A clock x0.3')).toBe(33_334);
		expect(until('A clock x0.3\nwait 10s\nA clock x1')).toBe(17_000);
	});

	it('leaves pace, delays and the length of a pause alone', () => {
		const script = `${world('lease ttl 60s')}A clock x0.1\nA acquire x delayed 2s\nA pause for 3s\nwait 3s`;
		expect(evaluates(play(script).world, 'A holds x and not A paused')).toBe(true);
	});

	it('is the rate of the wall clock too, from where it was', () => {
		const wall = (lines: string) => {
			const {world: after} = play(`client A\n${lines}`);
			const [local] = after.locals;
			if (local === undefined) throw new Error('there is no A');
			return wallTime(local, after.now);
		};
		expect(wall('A clock +5s\nwait 2s')).toBe(7000);
		expect(wall('A clock x2\nwait 3s')).toBe(6000);
		expect(wall('wait 4s\nA clock x2\nwait 3s\nA clock x0.5\nwait 2s')).toBe(11_000);
		expect(wall('wait 1s\nA suspend\nwait 4s')).toBe(5000);
	});

	it('says so in its event', () => {
		const {events} = play(`${world('lease')}A clock x0.5`);
		expect(events).toMatchObject([{kind: 'clock-stepped', actor: 'A', by: 0, rate: 0.5}]);
	});
});
