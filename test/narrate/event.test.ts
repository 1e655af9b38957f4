import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseScript} from '../../src/language/parse.js';
import {print} from '../../src/language/print.js';
import {visible} from '../../src/language/visible.js';
import {sentence} from '../../src/narrate/event.js';
import {violationSentence} from '../../src/narrate/violation.js';
import {whyReason} from '../../src/narrate/why.js';
import type {Event} from '../../src/sim/event.js';
import {perform} from '../../src/sim/perform.js';
import {emptyWorld, isSetup} from '../../src/sim/setup.js';
import type {Statement} from '../../src/sim/statement.js';
import type {World} from '../../src/sim/world.js';
import {oddNames, statements} from '../language/generated.js';
import {sandboxLines} from '../language/worlds.js';

type Told = {readonly world: World; readonly events: readonly Event[]};

function run(list: readonly Statement[]): Told {
	let told: Told = {world: emptyWorld, events: []};
	for (const statement of list) {
		const outcome = perform(told.world, statement);
		if (outcome.ok) told = {world: outcome.world, events: [...told.events, ...outcome.events]};
	}
	return told;
}

function story(...lines: readonly string[]): Told {
	const {statements: list, errors} = parseScript([...sandboxLines, ...lines].join('\n'));
	expect(errors).toEqual([]);
	return run(list.map(({statement}) => statement));
}

const zombie = story(
	'A acquire; A read; A write balance-=10; A pause; wait 12s',
	'B acquire; B read; B write balance=80; A resume; A write balance=90; A release; A write x=1 no token',
);

describe('a sentence for an event', () => {
	test('tells the zombie', () => {
		const told = zombie.events.map((event) => sentence(event));
		for (const expected of [
			'A asks LOCK for account.',
			'LOCK grants account to A with token 33 until 10 s.',
			'A believes that it holds account until 10 s.',
			'A reads account from safe: version 0, balance=100.',
			'A writes balance=90 with token 33; raw accepts it.',
			'A stops: its process is paused.',
			'The lease of A on account with token 33 expires.',
			'LOCK grants account to B with token 34 until 22 s.',
			'A goes on where it stopped.',
			'A writes balance=90 with token 33; safe rejects it: the token is lower than 34, the highest it has processed.',
			'A no longer believes that it holds account.',
			'LOCK does not release account for A; nothing changes.',
			'A writes x=1 without a token; safe rejects it: it needs a token.',
		]) {
			expect(told).toContain(expected);
		}
	});

	test('tells what else can happen', () => {
		const {events} = story(
			'cut A raw safe; A read; heal A raw; B acquire held; drop #3; B clock -5s; locks crash; locks restart; raw crash; raw restart',
			'A acquire; B acquire; A check; A ask; A renew; A release; A crash; A restart; A check; B renew',
		);
		const told = events.map((event) => sentence(event));
		for (const expected of [
			'The network between A and raw and safe is cut.',
			'#1 is lost.',
			'A does not know how its read came out: no reply has come.',
			'The clock of B steps back by 5 s.',
			'LOCK crashes.',
			'LOCK starts again.',
			'raw starts again.',
			'LOCK denies account to B: A holds it, for 10 s more at the most.',
			'A looks at its own clock: by that, it still holds account.',
			'A asks whether it still holds account; LOCK says yes.',
			'LOCK renews the lease of A on account with token 33 until 10 s.',
			'A gives account back; LOCK frees it.',
			'A crashes.',
			'A looks at its own clock: by that, it does not hold account.',
			'LOCK does not renew account for B.',
		]) {
			expect(told).toContain(expected);
		}
	});

	test('shows control characters in keys and values and obeys none', () => {
		const {events} = story('A write "\u001b[2J"="\u0007"');
		expect(events.map((event) => sentence(event))).toContain(
			'A writes \\x1b[2J=\\x07 without a token; raw accepts it.',
		);
	});
});

describe('why', () => {
	const why = (told: Told, kind: Event['kind']): readonly (string | null)[] =>
		told.events.filter((event) => event.kind === kind).map((event) => whyReason(event, told.world.spec));

	test('a stale token is rejected by the rule of the store', () => {
		expect(why(zombie, 'rejected')).toEqual([
			'safe is fenced: it rejects any token lower than 34, the highest it has processed; A sent 33.',
			'safe is fenced: it decides by the token, and A sent none. A token comes with a grant: A acquire account',
		]);
	});

	test.each([
		[
			'fenced-strict',
			['A acquire', 'A write balance=1 to s', 'A write balance=2 to s'],
			's is fenced-strict: it rejects any token that is not higher than 33, the highest it has processed; A sent 33.',
		],
		[
			'equal',
			['A write balance=1 token 5 to s', 'A write balance=1 token 6 to s'],
			's is equal: it keeps the first token it got and accepts no other; A sent 6.',
		],
		[
			'uuid',
			['A write n=1 token 5 to s', 'A write n=1 token 6 to s', 'A write n=1 token 5 to s'],
			's is uuid: when another token comes, the one before it is retired for good. 5 was retired earlier.',
		],
		[
			'cas',
			['A write balance=1 to s'],
			's is cas: it accepts a write only if that was based on the version it has now, and this one was not. Read again, then redo the change: A read account',
		],
		[
			'fenced ratchet read',
			['A write n=1 token 6 to s', 'A advance to s token 5'],
			's is fenced: it rejects any token lower than 6, the highest it has processed; A sent 5.',
		],
	])('a store that is %s says which rule', (rule, lines, reason) => {
		const told = story(`store s ${rule}`, ...lines);
		expect(why(told, 'rejected').at(-1)).toBe(reason);
	});

	test('an unfenced store accepts, and it is told that it cannot know better', () => {
		expect(why(zombie, 'accepted')[0]).toContain('raw is unfenced: it accepts every write');
	});

	test('a denial names the holder and the time', () => {
		expect(why(story('A acquire', 'wait 4s', 'B acquire'), 'denied')).toEqual([
			'A has a lease on account that has not expired, and a lock has one holder at a time. It ends by itself in 6 s unless it is renewed.',
		]);
	});

	test('a denial by a record whose grant is over says that nobody holds, and by whose clock the record is not over', () => {
		const told = story(
			'client C; lock row postgres ttl 10s clock client; A acquire row; C clock -5s; wait 12s; C acquire row',
		);
		expect(told.events.filter(({kind}) => kind === 'denied').map((event) => sentence(event))).toEqual([
			'LOCK denies row to C: nobody holds it, but by the clock of C the record of A has 3.001 s left.',
		]);
		expect(why(told, 'denied')).toEqual([
			'The grant of A is over, so nobody holds row. Its record still stands, and each asker judges it by its own clock: by that of C it is over only in 3.001 s.',
		]);
		expect(why(told, 'expired')[0]).toContain('by whose own clock the record is over');
	});

	test('a denial during a lock-delay says that nobody holds the lock', () => {
		const told = story(
			'lock account consul ttl 10s lock-delay 15s',
			'A acquire',
			'cut A locks',
			'wait 21s',
			'B acquire',
		);
		expect(why(told, 'denied')[0]).toContain('Nobody holds account, but its last holder failed');
		expect(told.events.map((event) => sentence(event))).toContain(
			'LOCK denies account to B: it is not free yet, for 14 s more at the most.',
		);
	});

	test('a violation gives its own reason', () => {
		for (const event of zombie.events)
			if (event.kind === 'violated') expect(whyReason(event, zombie.world.spec)).toBe(violationSentence(event));
	});
});

describe('any history', () => {
	test('is told in whole sentences that show what they name', () => {
		const {clients, locks, stores, resources} = oddNames;
		const setup = parseScript(
			[
				...clients.map((name) => `client ${name}`),
				...locks.map((name) => `lock ${name} lease ttl 2s`),
				...stores.map(
					(name, index) => `store ${name} ${['unfenced', 'fenced ratchet read', 'cas', 'uuid'][index % 4]}`,
				),
				...resources.map((name) => `put ${name} balance=1`),
			].join('\n'),
		);
		expect(setup.errors).toEqual([]);
		fc.assert(
			fc.property(
				fc.array(
					statements.filter((statement) => !isSetup(statement) && statement.kind !== 'wait'),
					{maxLength: 25},
				),
				(list) => {
					const {world, events} = run([...setup.statements.map(({statement}) => statement), ...list]);
					for (const event of events) {
						for (const text of [sentence(event), whyReason(event, world.spec) ?? 'None.']) {
							expect(text, list.map(print).join('; ')).not.toMatch(/undefined|NaN|\bnull\b/);
							expect(visible(text)).toBe(text);
						}
						expect(sentence(event)).toMatch(/^[A-Za-z#].*\.$/s);
					}
				},
			),
			{numRuns: 300},
		);
	});
});
