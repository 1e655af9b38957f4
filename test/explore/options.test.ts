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
	expect(movesTo(world, 'A holds x and time >= 13s')).toBe(6);
	expect(movesTo(world, 'A believes x and time >= 12s')).toBe(6);
});
