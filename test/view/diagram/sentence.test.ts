import {expect, test} from 'vitest';
import {ladderSentences} from '../../../src/view/diagram/sentence.js';
import {tell, zombie} from './tell.js';

test('every row has a sentence that says who, when, what, and what came of it', () => {
	const {history, world} = tell(zombie);
	const sentences = ladderSentences(history, world.spec);
	expect(sentences.map(({text}) => text).slice(0, 5)).toEqual([
		'1. At 0 s A asked for account.',
		'2. At 0 s account was granted to A with token 33.',
		'A believes that it holds account until 10 s.',
		'3. At 2 s A paused.',
		'4. At 10 s the lease of A on account expired. A does not know: it is paused.',
	]);
	expect(sentences.find(({number}) => number === 7)?.text).toBe(
		'7. At 13 s B wrote 80 with token 34; raw accepted; safe accepted.',
	);
	expect(sentences.find(({number}) => number === 9)?.text).toMatch(
		/^9\. At 14 s A wrote 90 with token 33; raw accepted; safe rejected \(33 < 34\)\. safe has already processed token 34, and token 33 is lower\. Violated: stale-write\. /,
	);
});

test('a message that is held is told where it leaves and where it arrives', () => {
	const script =
		'client A\nlock account lease ttl 10s\nstore safe fenced\nput account balance=100\nA acquire\nA write account balance=90 held\ndeliver A\n';
	const {history, world} = tell(script);
	expect(
		ladderSentences(history, world.spec)
			.map(({text}) => text)
			.slice(3),
	).toEqual([
		'3. At 0 s A sent write 90 33 to safe as message 1; for A the outcome is unknown. A has no answer to its write: it may have happened or not.',
		'4. At 0 s A wrote 90 with token 33; safe accepted.',
	]);
});
