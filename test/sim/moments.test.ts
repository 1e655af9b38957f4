import {expect, it} from 'vitest';
import {parseScript} from '../../src/language/parse.js';
import {refusalSentence} from '../../src/narrate/refusal.js';
import {holder, line, runningGrants, tokenOf} from '../../src/sim/look.js';
import {perform} from '../../src/sim/perform.js';
import {emptyWorld} from '../../src/sim/setup.js';
import type {Moment, World} from '../../src/sim/world.js';
import {world} from './play.js';

/** Per statement of a script: its moments, and the world after it. */
function performed(script: string): readonly {readonly moments: readonly Moment[]; readonly world: World}[] {
	let now = emptyWorld;
	return parseScript(script).statements.map(({statement}) => {
		const outcome = perform(now, statement);
		if (!outcome.ok) throw new Error(refusalSentence(outcome.refusal));
		now = outcome.world;
		return {moments: outcome.moments, world: now};
	});
}

function momentsOf(script: string): readonly Moment[] {
	return performed(script).flatMap(({moments}) => moments);
}

it('shows the time of each event within one wait, and the state right after it', () => {
	const moments = momentsOf(`${world}latency 1s
A runs acquire; read account; release
A starts
wait 20s`);
	expect(moments.length).toBeGreaterThan(10);
	for (const moment of moments) expect(moment.world.now).toBe(moment.event.at);
	const held = moments.map(({event, world: then}) => [
		event.kind,
		holder(then, 'account'),
		tokenOf(then, 'A', 'account'),
	]);
	expect(held.find(([kind]) => kind === 'granted')).toEqual(['granted', 'A', null]);
	expect(held.find(([kind]) => kind === 'believed')).toEqual(['believed', 'A', 33]);
	expect(held.find(([kind]) => kind === 'released')).toEqual(['released', null, 33]);
});

it('keeps apart what one step of a client does: a release is not in the world of the disbelief before it', () => {
	const moments = momentsOf(`${world}A acquire\nA release`);
	expect(moments.map(({event: {kind}, world: then}) => `${kind}: ${holder(then, 'account')}`)).toEqual([
		'acquire-sent: null',
		'granted: A',
		'believed: A',
		'disbelieved: A',
		'released: null',
	]);
});

it('gives a violation the world of the event that violates', () => {
	const moments = momentsOf(
		`${world}A acquire\nB acquire\nA pause\nwait 10s\nB acquire\nB write account balance=1\nA resume\nA write account balance=2 to raw`,
	);
	const at = moments.findIndex(({event}) => event.kind === 'violated' && event.property === 'two-believers');
	expect(at).toBeGreaterThan(0);
	expect(moments[at]?.world).toBe(moments[at - 1]?.world);
	expect(moments[at]?.world.audit.violated.map(({property}) => property)).toEqual(['two-believers']);
});

it('ends a statement in the world of its last moment when nothing lapses without an event', () => {
	for (const {moments, world: after} of performed(
		`${world}A acquire\nB acquire\nA pause\nwait 10s\nB acquire\nA resume\nA write account balance=1\nA crash\nB cut locks\nB read account held\ndeliver B`.replace(
			'B cut locks',
			'cut B locks',
		),
	)) {
		const last = moments.at(-1);
		if (last === undefined || last.event.at < after.now) continue;
		expect({...last.world, started: true}).toEqual(after);
	}
});

it('says who stands in line and which grants run, at every moment', () => {
	const moments = momentsOf(
		`client A\nclient B\nclient C\nlock m zookeeper\nA acquire\nB acquire\nC acquire\nA release`,
	);
	const lines = moments.map(({event: {kind}, world: then}) => `${kind}: ${line(then, 'm').join(' ')}`);
	expect(lines).toContain('queued: A B C');
	expect(lines.at(-1)).toMatch(/: B C$/);
	const grants = moments.map(({world: then}) =>
		runningGrants(then, 'm').map(({client, known}) => `${client} ${known}`),
	);
	expect(grants.at(-1)).toEqual(['B true']);
});
