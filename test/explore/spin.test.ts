import {afterAll, describe, expect, test} from 'vitest';
import {compile, hasSpin, remove, run} from '../../bench/explore/spin.js';
import {m1Subject, redlockSubject, type Subject, worldSubject} from '../../bench/explore/subject.js';

const subjects: Readonly<Record<string, Subject>> = {
	'M1 with reads that ratchet': m1Subject(2, 2, 1, 'ratchet'),
	'a world whose store accepts every write': worldSubject({
		clients: 2,
		rounds: 1,
		delays: 1,
		rule: 'unfenced',
		reads: '',
		advances: false,
	}),
	'a world whose clients advance before they read': worldSubject({
		clients: 2,
		rounds: 2,
		delays: 1,
		rule: 'fenced-cas',
		reads: 'check read',
		advances: true,
	}),
	'a world whose clients write twice and whose store knows no version': worldSubject({
		clients: 2,
		rounds: 2,
		delays: 1,
		rule: 'fenced',
		reads: '',
		advances: false,
	}),
	'a world of three clients': worldSubject({
		clients: 3,
		rounds: 1,
		delays: 1,
		rule: 'equal',
		reads: '',
		advances: false,
	}),
	'a redlock whose nodes crash': redlockSubject(2),
};

// In CI a missing checker is a failure: `compile` then says what is missing.
describe.skipIf(!hasSpin() && process.env['CI'] !== 'true')('SPIN counts the same', () => {
	const programs: string[] = [];
	afterAll(() => programs.forEach(remove));

	test.each(Object.entries(subjects))('in %s', (_, subject) => {
		const program = compile(subject.promela, 'depth first');
		programs.push(program);
		const theirs = run(program, 10_000);
		const plain = subject.explore({symmetric: false, room: 1000});
		const symmetric = subject.explore({symmetric: true, room: 1000});
		expect([plain.states, plain.transitions, symmetric.all ?? theirs.states]).toEqual([
			theirs.states,
			theirs.transitions,
			theirs.states,
		]);
	});
});
