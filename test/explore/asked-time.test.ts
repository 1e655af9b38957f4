import {describe, expect, it} from 'vitest';
import {explore} from '../../src/explore/explore.js';
import {namesOf} from '../../src/language/names.js';
import {parseFact} from '../../src/language/parse.js';
import {print} from '../../src/language/print.js';
import {evaluate} from '../../src/sim/fact-value.js';
import {play} from '../../src/sim/play.js';
import {scripted} from './scripted.js';

/** One world in which time passes part by part, one in which it passes in the whole, and one in which nothing ever happens by itself. */
const worlds = {
	'a lease': 'client A; client B; lock account lease ttl 10s\nA runs acquire account\nB runs acquire account',
	'a lease and pauses': 'client A; lock account lease ttl 10s\nA runs acquire account\nfaults pause 1',
	'a lock without time': 'client A; lock account etcd ttl none; A runs acquire account',
};

const questions = [
	'A holds account and time >= 25s',
	'A holds account and time = 12345ms',
	'A holds account and time > 3s and time < 3002ms',
	'A holds account and time != 0s',
	'A holds account and not time <= 40s',
	'nobody holds account and time = 7s',
	'time >= 1000s',
];

describe.each(Object.entries(worlds))('The search of %s', (_, text) => {
	it.each(questions)('comes to a moment that only the question names: %s', (question) => {
		const {world} = scripted(text);
		const parsed = parseFact(question, namesOf(world));
		if (!parsed.ok) throw new Error(parsed.error.message);
		const {kind, script} = explore(world, parsed.fact);
		expect(kind).toBe('found');
		const played = play(
			script.map(({statement}) => statement),
			world,
		);
		expect(played.refused).toBeNull();
		expect(evaluate(played.world, parsed.fact)).toBe(true);
	});

	it('finds no moment that there is not', () => {
		const {world} = scripted(text);
		for (const question of ['time < 3s and time >= 3s', 'A done and time < 0s']) {
			const parsed = parseFact(question, namesOf(world));
			if (!parsed.ok) throw new Error(parsed.error.message);
			expect(explore(world, parsed.fact).kind).toBe('none');
		}
	});
});

it('waits once for what is asked, and no longer', () => {
	const {world} = scripted(worlds['a lease']);
	const parsed = parseFact('A holds account and time >= 25s', namesOf(world));
	if (!parsed.ok) throw new Error(parsed.error.message);
	expect(explore(world, parsed.fact).script.map(({statement}) => print(statement))).toEqual(['wait 25s', 'step A']);
});
