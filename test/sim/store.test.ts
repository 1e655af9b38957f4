import {describe, expect, test} from 'vitest';
import {unpointed, violationSentence} from '../../src/narrate/violation.js';
import {play, wrong} from './play.js';

/** Two holders one after the other over one store, with the older one back for a write. */
const with2 = (store: string, rest: string) =>
	`client A\nclient B\nlock x lease ttl 10s\nstore s ${store}\nput x n=0 m=0\nA acquire\nA read\nwait 10s\nB acquire\nB read\n${rest}`;

describe('a store rule', () => {
	test('unfenced accepts a stale write and records its token for the history only', () => {
		expect(
			wrong(
				with2('unfenced', 'B write n=2\nA write n=1'),
				'last accepted',
				'stale-write on s',
				'late-write on s',
				'highest of s = none',
				'value of s n = 1',
			),
		).toEqual([]);
	});

	test('fenced rejects a token lower than the highest processed', () => {
		expect(
			wrong(
				with2('fenced', 'B write n=2\nA write n=1'),
				'last rejected',
				'not stale-write',
				'highest of s = 34',
				'value of s n = 2',
			),
		).toEqual([]);
	});

	test('fenced lets a late write through as long as it has not heard of the newer grant', () => {
		expect(wrong(with2('fenced', 'A write n=1'), 'last accepted', 'late-write on s', 'not stale-write')).toEqual([]);
	});

	test('fenced accepts the holder twice; fenced-strict locks it out at its second write', () => {
		expect(wrong(with2('fenced', 'B write n=2\nB write n=3'), 'last accepted', 'not locked-out')).toEqual([]);
		expect(wrong(with2('fenced-strict', 'B write n=2\nB write n=3'), 'last rejected', 'locked-out on s')).toEqual([]);
	});

	test('fenced wants a token', () => {
		const {events} = play('client A\nlock x lease\nstore s fenced\nA write n=1');
		expect(events.at(-1)).toMatchObject({kind: 'rejected', reason: 'token-required', token: null, highest: null});
	});

	test('equal accepts the first token for ever and locks every later holder out', () => {
		expect(
			wrong(with2('equal', 'A write n=1\nB write n=2'), 'last rejected', 'locked-out on s', 'highest of s = 33'),
		).toEqual([]);
	});

	test('uuid accepts what it has not retired, a zombie that never wrote among it', () => {
		expect(wrong(with2('uuid', 'B write n=2\nA write n=1'), 'last accepted', 'stale-write on s')).toEqual([]);
		expect(wrong(with2('uuid', 'B write n=2\nA write n=1\nB write n=3'), 'last rejected', 'locked-out on s')).toEqual(
			[],
		);
	});

	test('cas accepts what is based on the current version, a zombie that re-reads among it', () => {
		expect(wrong(with2('cas', 'B write n+=2\nA write n+=1'), 'last rejected', 'not lost-update')).toEqual([]);
		expect(
			wrong(
				with2('cas', 'B write n+=2\nA read\nA write n+=1'),
				'last accepted',
				'stale-write on s',
				'value of s n = 3',
			),
		).toEqual([]);
	});

	test('cas rejects a write that is based on nothing', () => {
		expect(
			wrong('client A\nlock x lease\nstore s cas\nA acquire\nA write n=1', 'last rejected', 'locked-out on s'),
		).toEqual([]);
	});

	test('fenced-cas looks at tokens before versions', () => {
		const {events} = play(with2('fenced-cas', 'B write n+=2\nA write n+=1'));
		expect(events.findLast(({kind}) => kind === 'rejected')).toMatchObject({reason: 'stale-token', highest: 34});
	});

	test('a conditional write names its own version', () => {
		expect(
			wrong(with2('cas', 'A write n=1 if version 0\nB write n=2 if version 1'), 'last accepted', 'version of s = 2'),
		).toEqual([]);
	});
});

describe('a ratchet', () => {
	test('is raised by an advance without a write', () => {
		expect(
			wrong(with2('fenced', 'B advance\nA write n=1'), 'last rejected', 'highest of s = 34', 'version of s = 0'),
		).toEqual([]);
	});

	test('is raised by reads that carry the token, and not by reads that are only checked', () => {
		expect(wrong(with2('fenced ratchet read', 'A write n=1'), 'last rejected', 'highest of s = 34')).toEqual([]);
		expect(wrong(with2('fenced check read', 'A write n=1'), 'last accepted', 'late-write')).toEqual([]);
	});

	test('rejects a read with a lower token under both', () => {
		expect(wrong(with2('fenced ratchet read', 'A read'), 'last rejected')).toEqual([]);
		expect(wrong(with2('fenced check read', 'B write n=1\nA read'), 'last rejected')).toEqual([]);
		expect(wrong(with2('fenced', 'B write n=1\nA read'), 'last accepted')).toEqual([]);
	});

	test('by key tears a resource in two; by resource it does not', () => {
		expect(
			wrong(with2('fenced scope key', 'B write n=2\nA write m=1'), 'last accepted', 'torn-write on s', 'stale-write'),
		).toEqual([]);
		expect(wrong(with2('fenced', 'B write n=2\nA write m=1'), 'last rejected', 'not torn-write')).toEqual([]);
		expect(wrong(with2('fenced scope key', 'B advance\nA write m=1'), 'last rejected')).toEqual([]);
	});

	test('over the whole store rejects the holder of another lock', () => {
		const script =
			'client A\nclient B\nlock x lease\nlock y lease\nstore s fenced scope global\nput x n=0\nput y n=0\nB acquire y\nB release y\nB acquire y\nA acquire x\nB write y n=1\nA write x n=1';
		expect(wrong(script, 'last rejected', 'locked-out on s')).toEqual([]);
	});

	test('that forgets is at nothing after a crash; one that does not keeps its highest', () => {
		expect(
			wrong(with2('fenced forgets', 'B write n=2\ns crash\ns restart\nA write n=1'), 'last accepted', 'stale-write'),
		).toEqual([]);
		expect(
			wrong(with2('fenced', 'B write n=2\ns crash\ns restart\nA write n=1'), 'last rejected', 'version of s = 1'),
		).toEqual([]);
	});

	test('that checks and applies in two steps lets a write slip in between', () => {
		expect(
			wrong(
				with2('fenced non-atomic', 'A write n=1 held\ndeliver A\nB write n=2\ndeliver A'),
				'value of s n = 1',
				'stale-write on s',
				'highest of s = 34',
			),
		).toEqual([]);
		expect(wrong(with2('fenced', 'A write n=1 held\nB write n=2\ndeliver A'), 'value of s n = 2')).toEqual([]);
	});
});

describe('a store that is down', () => {
	test('answers nobody, and has kept its data when it is back', () => {
		expect(wrong(with2('fenced', 'B write n=2\ns crash\nB write n=3'), 'last unknown')).toEqual([]);
		expect(
			wrong(
				with2('fenced', 'B write n=2\ns crash\nB write n=3\ns restart\nB read'),
				'last accepted',
				'value of s n = 2',
				'version of s = 1',
			),
		).toEqual([]);
	});
});

describe('a property', () => {
	test('lost-update is a write that was not based on the version just before it, however its value was computed', () => {
		expect(wrong(with2('unfenced', 'B write n+=2\nA write n+=1'), 'lost-update on s', 'value of s n = 1')).toEqual([]);
		expect(wrong(with2('unfenced', 'B write n=2\nA write n=1'), 'lost-update on s')).toEqual([]);
		expect(wrong(with2('unfenced', 'B write n=2\nB write n=3 delayed 1s\nB write n=4'), 'not lost-update')).toEqual([]);
	});

	test('double-effect is one job applied twice', () => {
		expect(wrong(with2('fenced', 'B write n=2 as job mail\nB write n=3 as job mail'), 'double-effect on s')).toEqual(
			[],
		);
		expect(wrong(with2('fenced', 'B write n=2 as job mail\nB write n=3 as job other'), 'not double-effect')).toEqual(
			[],
		);
	});

	test('locked-out is not said of a token that the script chose', () => {
		expect(wrong(with2('fenced', 'B write n=2\nB write n=3 token 1'), 'last rejected', 'not locked-out')).toEqual([]);
		expect(wrong(with2('fenced', 'B write n=2 no token'), 'last rejected', 'not locked-out')).toEqual([]);
	});

	test('a write belongs to the grant its sender last got, whatever token it carries', () => {
		expect(wrong(with2('fenced', 'B write n=2\nA write n=1 token 34'), 'last accepted', 'stale-write on s')).toEqual(
			[],
		);
	});

	test('a write by one who never got a grant takes no part in the order of grants', () => {
		expect(
			wrong(
				'client A\nclient B\nlock x lease\nstore s unfenced\nA acquire\nA write n=1\nB write n=2',
				'last accepted',
				'not stale-write',
				'not late-write',
			),
		).toEqual([]);
	});

	test('says in one sentence who, with which token, and in which events', () => {
		const {events} = play(with2('unfenced', 'B write n=2\nA write n=1'));
		const violated = events.find((event) => event.kind === 'violated' && event.property === 'stale-write');
		if (violated?.kind !== 'violated') throw new Error('the stale write is not told');
		expect(violated).toMatchObject({
			store: 's',
			of: {
				grants: [expect.objectContaining({client: 'A', token: 33}), expect.objectContaining({client: 'B', token: 34})],
			},
		});
		expect(violated.of.events.map((seq) => events[seq - 1]?.kind)).toEqual(['accepted', 'accepted']);
		expect(violationSentence(violated)).toMatch(/A's write with token 33 \(event \d+\).*B with token 34 \(event \d+\)/);
		expect(violationSentence(violated, unpointed)).not.toContain('event');
	});
});
