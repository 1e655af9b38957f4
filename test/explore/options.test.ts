import {expect, test} from 'vitest';
import {explore} from '../../src/explore/explore.js';
import {namesOf} from '../../src/language/names.js';
import {parseFact} from '../../src/language/parse.js';
import {scripted} from './scripted.js';

/** What a search says of a fact: in how many moves it can come true at the earliest, or `never`. */
function movesTo(script: string, text: string): number | 'never' {
	const {world} = scripted(script);
	const parsed = parseFact(text, namesOf(world));
	if (!parsed.ok) throw new Error(parsed.error.message);
	const {kind, moves} = explore(world, parsed.fact);
	if (kind === 'gave-up') throw new Error('the search gave up');
	return moves ?? 'never';
}

test('a grant counts from the moment at which its number was asked for', () => {
	// The end of y's lease, at 13 s, is a moment at which a schedule can look at A, whose belief in x must not have been made longer by then.
	const world = `
		client A; lock x postgres ttl 10s token sequence; lock y lease ttl 12s; latency 1s
		A runs acquire x
		A acquire y`;
	expect(movesTo(world, 'A holds x and time >= 13s')).toBe(5);
	expect(movesTo(world, 'A believes x and time >= 12s')).toBe(6);
});
/** Two clients that do the same, with what a world adds to it. */
const two = (lock: string, store = 'unfenced', rest = '') => `
	client A; client B; lock x ${lock}; store s ${store}; put x n=0
	A runs acquire x; write x n=1 as job pay; release x
	B runs acquire x; write x n=2 as job pay; release x
	${rest}`;

test('who never looks at its clock believes when its lease is over', () => {
	expect(movesTo(two('lease ttl 10s deadline off'), 'two-believers')).toBe(3);
	expect(movesTo(two('lease ttl 10s'), 'two-believers')).toBe('never');
	expect(movesTo(two('lease ttl 10s deadline off'), 'two-grants')).toBe('never');
});

test('a lock without an end stays with a dead holder until somebody takes it away', () => {
	const after = (lock: string, rest = '') => `client A; client B; lock x ${lock}; B runs acquire x; ${rest}
		A acquire x; A crash`;
	expect(movesTo(after('redis ttl 10s'), 'B holds x')).toBe(2);
	expect(movesTo(after('redis ttl none'), 'B holds x')).toBe('never');
	expect(movesTo(after('redis ttl none', '\nfaults revoke 1'), 'B holds x')).toBe(2);
});

test('a lock without an end has one believer, unless somebody takes it away', () => {
	expect(movesTo(two('lease ttl none', 'unfenced', 'faults pause 1'), 'two-believers')).toBe('never');
	expect(movesTo(two('lease ttl none', 'unfenced', 'faults revoke 1'), 'two-believers')).toBe(3);
	expect(movesTo(two('lease ttl none', 'unfenced', 'faults delay 1'), 'late-write on s')).toBe(5);
});

test('a lock with a least time goes to nobody else before that, however early it is given back', () => {
	const early = 'A done and B holds x and time < 5s';
	expect(movesTo(two('lease ttl 10s'), early)).toBe(4);
	expect(movesTo(two('lease ttl 10s min 5s'), early)).toBe('never');
	expect(movesTo(two('lease ttl 10s min 5s'), 'A done and B holds x and time < 10s')).toBe(5);
});

test.each(['lease', 'redis', 'postgres'])(
	'a %s that was given back is nobody’s when its least time is over: no two hold it',
	(kind) => {
		expect(movesTo(two(`${kind} ttl 10s min 5s`), 'A done and B holds x and time < 10s')).toBe(5);
		expect(movesTo(two(`${kind} ttl 10s min 5s`), 'two-grants')).toBe('never');
	},
);

test('a lock that its holder may take again is free after the last release and not after the first', () => {
	const nested = (lock: string) => `
		client A; client B; lock x ${lock}; store s unfenced; put x n=0
		A runs acquire x; acquire x; release x; write x n=1; release x
		B runs acquire x`;
	expect(movesTo(nested('lease ttl 10s'), 'late-write on s and time = 0s')).toBe(5);
	expect(movesTo(nested('lease ttl 10s reentrant'), 'late-write on s and time = 0s')).toBe('never');
	expect(movesTo(nested('lease ttl 10s reentrant'), 'late-write on s')).not.toBe('never');
});

test('where clients stamp and judge the end of a row, a clock that steps makes two believers, and nothing else does', () => {
	const row = 'postgres ttl 10s clock client';
	expect(movesTo(two(row, 'unfenced', 'faults clock 1'), 'two-believers')).toBe(3);
	expect(movesTo(two(row, 'unfenced', 'faults clock 1'), 'two-grants')).toBe(3);
	expect(movesTo(two(row), 'two-believers')).toBe('never');
	expect(movesTo(two(row, 'unfenced', 'faults crash 1'), 'two-grants')).toBe('never');
});

test('a fence that is forgotten lets a stale write in', () => {
	expect(movesTo(two('lease ttl 10s', 'fenced forgets after 5s'), 'stale-write on s')).toBe(6);
	expect(movesTo(two('lease ttl 10s', 'fenced'), 'stale-write on s')).toBe('never');
	expect(movesTo(two('lease ttl 10s', 'fenced', 'faults delay 1'), 'stale-write on s')).toBe('never');
});

test('a job that is remembered for a while is done again after it', () => {
	expect(movesTo(two('lease ttl 10s', 'unfenced dedupes'), 'double-effect on s')).toBe('never');
	expect(movesTo(two('lease ttl 10s', 'unfenced dedupes for 5s'), 'double-effect on s')).toBe(6);
	expect(movesTo(two('lease ttl 10s', 'unfenced dedupes for 5s'), 'double-effect on s and time < 5s')).toBe('never');
});
