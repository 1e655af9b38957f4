import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {learnPlainly} from '../../../src/cli/plain/learn.js';
import {playPlainly} from '../../../src/cli/plain/play.js';
import {noProgress} from '../../../src/progress/record.js';
import {openProgress, type ProgressStore} from '../../../src/progress/store.js';
import {shortLesson} from '../../session/short-lesson.js';
import {fakeIo} from '../fake-io.js';

const learn = async (lines: string, store: ProgressStore = openProgress(null)) => {
	const fake = fakeIo({stdin: lines});
	const code = await learnPlainly({io: fake.io, lesson: shortLesson, lessons: [shortLesson], store, again: false});
	return {code, text: fake.stdout()};
};

const play = async (lines: string) => {
	const fake = fakeIo({stdin: lines});
	await playPlainly(fake.io, null, [shortLesson], openProgress(null));
	return fake.stdout();
};

describe('a lesson in line mode', () => {
	it('reads like this', async () => {
		const {code, text} = await learn('\n\n\n\nhint\nwait 11s; B acquire\nA resume\nA write balance-=10\n\n1\n');
		expect(text).toBe(story);
		expect(code).toBe(0);
	});

	it('ends cleanly at the end of input, says what is solved, and leaves 1 when something is not', async () => {
		const {code, text} = await learn('');
		expect(text).toMatch(/\nYou have solved 0 of 1 tasks of "A short lesson".\nTo go on: fence-tutor learn short\n$/);
		expect(code).toBe(1);
	});

	it('ends at /quit, and reads nothing after it', async () => {
		expect((await learn('/quit\nA acquire\n')).text).not.toContain('> A acquire');
	});

	it('takes CRLF, a missing last line end, and bets by command', async () => {
		expect((await learn('/skip\r\n/bet 2')).text).toContain('Your bet was right: Denied.');
	});

	it('keeps what was reached, and leaves alone where the learner was', async () => {
		const store = openProgress(null);
		await learn('\n\n\n\nwait 11s\nB acquire\nA resume\nA write balance-=10\n\n1\n\n\n', store);
		const kept = store.load().progress.lessons['short'];
		expect(kept?.solvedAt).not.toBeNull();
		expect(kept?.bets).toEqual({'1.0': {choice: 0, right: false, more: {}}});
		expect(kept?.cards).toEqual(['A lease ends by itself.']);
		expect(kept?.session).toBeNull();
	});

	it('tells once that progress cannot be kept, and goes on', async () => {
		const failing: ProgressStore = {
			...openProgress(null),
			change: () => ({progress: noProgress, notice: 'The disk is full.', onDisk: false}),
		};
		expect((await learn('\n', failing)).text).toContain('The disk is full.');
	});

	it('says at once when no way leads to the goals any more, and is silent before', async () => {
		const {text} = await learn('\n\n\n\nwait 1s\nA resume\nwait 11s\n/undo\nB acquire\n');
		expect(
			text.match(
				/No\s+way\s+leads\s+from\s+here\s+to\s+what\s+is\s+still\s+open\s+with\s+the\s+statements\s+that\s+this\s+task\s+allows\.\s+\/undo\s+takes\s+the\s+last\s+line\s+back\./g,
			),
		).toHaveLength(1);
		expect(text.indexOf('No way leads')).toBeGreaterThan(text.indexOf('> A resume'));
		expect(text.indexOf('No way leads')).toBeLessThan(text.indexOf('> wait 11s'));
	});

	it('takes any bytes at all', async () => {
		await fc.assert(
			fc.asyncProperty(fc.string({unit: 'binary'}), async (text) => {
				expect([0, 1]).toContain((await learn(text)).code);
			}),
			{numRuns: 50},
		);
	});

	it('shows control characters of the input and obeys none', async () => {
		const {text} = await learn('\u001b[2J\u0007\n');
		expect(text).toContain('> \\x1b[2J\\x07');
		expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
	});
});

describe('the sandbox in line mode', () => {
	it('draws the ladder on request, with its branches, and goes to a row of it', async () => {
		const text = await play('A acquire\nwait 1s\nundo\nB acquire\n/timeline\n/goto 2\n/state\n');
		expect(text).toContain('  1     0  ├─ acquire ─►│');
		expect(text).toContain('b1: 1 statement after `A acquire`, up to `wait 1s` at 1 s.');
		expect(text).toContain('You are at `A acquire`.');
	});

	it('tells the ladder in words', async () => {
		expect(await play('A acquire\n/timeline words\n')).toContain('2. At 0 s account was granted to A with token 33.');
	});

	it('says which row there is none of', async () => {
		expect(await play('A acquire\n/goto 99\n')).toContain('The ladder has no row 99: its last row is 2.');
	});

	it('points at the mistake in a line', async () => {
		expect(await play('A aquire\n')).toContain('  A aquire\n    ^^^^^^ acquire?\n');
	});

	it('asks the explorer, and walks what it finds', async () => {
		const setUp = 'A runs acquire; write balance=1\nB runs acquire; write balance=2\nfaults delay 1\n';
		const text = await play(`${setUp}/explore stale-write on raw\n/redo 20\nexpect stale-write on raw\n`);
		expect(text).toContain('It is a branch of your own run now');
		expect(text).toContain('That is true: stale-write has been violated on raw.');
	});
});

const story = `
# A short lesson
You are the adversary. About 2 minutes.

## Look (step 1 of 3)

World:
    client A
    client B
    lock account lease ttl 10s
    store raw unfenced
    put account balance=100

A takes the lock and reads.

Enter runs:
    A acquire account
    A read account
>
    A acquire account
A asks LOCK for account.
LOCK grants account to A with token 33 until 10 s.
A believes that it holds account until 10 s.
    A read account
A reads account from raw: version 0, balance=100.
Enter goes on.
>

Then it stops.

Enter runs:
    A pause
>
A stops: its process is paused.
Enter goes on.
>

Make B write, and then A.

Your task:
[ ] B holds the lock while A believes it does
[ ] A writes late
You may use: wait, B acquire, A resume, A write. /hint helps.
> hint
Hint 1 of 3: Who has to wait?
> wait 11s; B acquire
    wait 11s
11 s pass; it is 11 s now.
The lease of A on account with token 33 expires.
A is paused, notices nothing, and still believes that it holds account; in truth
nobody holds it.
    B acquire
B asks LOCK for account.
LOCK grants account to B with token 34 until 21 s.
B believes that it holds account until 21 s.
! two-believers: B believes that it holds account while A still does.
A is paused, notices nothing, and still believes that it holds account; in truth
B holds it.
[x] B holds the lock while A believes it does
> A resume
A goes on where it stopped.
A still believes that it holds account; in truth B holds it.
> A write balance-=10
A writes balance=90 with token 33; raw accepts it.
! late-write on raw: raw accepted A's write with token 33 after account had been
granted to B with token 34.
A no longer believes that it holds account.
[x] A writes late
Solved. Enter goes on.
>

## Bet (step 2 of 3)

World:
    client A
    client B
    lock account lease ttl 10s
    store raw unfenced
    put account balance=100

Your bet: A holds the lock. What does B hear?
1. Granted
2. Denied
Type a number from 1 to 2.
> 1
    A acquire account
A asks LOCK for account.
LOCK grants account to A with token 33 until 10 s.
A believes that it holds account until 10 s.
    B acquire account
B asks LOCK for account.
LOCK denies account to B: A holds it, for 10 s more at the most.

Your bet: Granted. What happened is: Denied.
There is one lock.
Enter goes on.
You have solved "A short lesson".
`;
