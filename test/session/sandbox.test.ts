import {describe, expect, it} from 'vitest';
import {past, present} from '../../src/session/tree.js';
import {update} from '../../src/session/update.js';
import {inSandbox, saidBy, type} from './at-prompt.js';

const typedSoFar = ({session}: ReturnType<typeof inSandbox>) =>
	past(session.place.tree).flatMap(({did}) => (did.kind === 'statement' ? [did.text] : []));

describe('the sandbox', () => {
	it('begins with two clients, a lease and two stores', () => {
		const {spec, started} = present(inSandbox().session.place.tree).world;
		expect(spec.clients.map(({name}) => name)).toEqual(['A', 'B']);
		expect(spec.stores.map(({name, rule}) => `${name} ${rule}`)).toEqual(['raw unfenced', 'safe fenced']);
		expect(started).toBe(false);
	});

	it('takes set-up before the first operation and replaces what has the same name', () => {
		const {spec} = present(inSandbox('store raw cas', 'client C').session.place.tree).world;
		expect(spec.stores.map(({name, rule}) => `${name} ${rule}`)).toEqual(['raw cas', 'safe fenced']);
		expect(spec.clients).toHaveLength(3);
	});

	it('refuses set-up after an operation, and takes it after a reset', () => {
		const late = inSandbox('A acquire', 'client C');
		expect(saidBy(late).join()).toContain('/reset');
		expect(saidBy(type(late, '/reset', 'client C'))).toEqual(['Set up: client C']);
	});

	it('tells what changed, and who did not notice', () => {
		expect(saidBy(inSandbox('A acquire', 'A pause', 'wait 11s'))).toEqual([
			'11 s pass; it is 11 s now.',
			'The lease of A on account with token 33 expires.',
			'A is paused, notices nothing, and still believes that it holds account; in truth nobody holds it.',
		]);
	});

	it('makes each statement of a line a stop of its own', () => {
		const typed = inSandbox('A acquire; wait 1s; A read', 'undo');
		expect(typedSoFar(typed)).toEqual(['A acquire', 'wait 1s']);
		expect(saidBy(typed)).toEqual(['Undone: `A read`.']);
	});

	it('does nothing of a line that has a mistake anywhere', () => {
		const typed = inSandbox('A acquire; A aquire');
		expect(typedSoFar(typed)).toEqual([]);
		expect(saidBy(typed).join()).toContain('acquire');
	});

	it('stops a line at a refusal and puts the rest back into the prompt', () => {
		const typed = inSandbox('A pause; A acquire; wait 1s');
		expect(typedSoFar(typed)).toEqual(['A pause']);
		expect(typed.session.draft).toBe('A acquire; wait 1s');
		expect(saidBy(typed).join()).toContain('A resume');
		expect(saidBy(typed).at(-1)).toBe('Not done yet: `wait 1s`');
	});

	it('answers an expect with the value of each part', () => {
		expect(saidBy(inSandbox('A acquire', 'expect token of A = 34'))).toEqual([
			'That is not true: token of A is 33, expected 34.',
		]);
	});

	it('undoes without bottom and loses nothing that was typed before', () => {
		const typed = inSandbox('A acquire', 'wait 1s', 'undo 99', 'B acquire');
		expect(typedSoFar(typed)).toEqual(['B acquire']);
		expect(typedSoFar(type(typed, '/goto b1'))).toEqual(['A acquire', 'wait 1s']);
		expect(saidBy(type(typed, 'undo', 'undo'))).toEqual(['There is nothing to undo: this is where it all began.']);
	});

	it('does again what was undone', () => {
		expect(typedSoFar(inSandbox('A acquire', 'wait 1s', 'undo 2', '/redo 2'))).toEqual(['A acquire', 'wait 1s']);
		expect(saidBy(inSandbox('/redo'))).toEqual(['There is nothing to do again.']);
	});

	it('takes a reset back with undo', () => {
		expect(typedSoFar(inSandbox('A acquire', '/reset'))).toEqual([]);
		expect(typedSoFar(inSandbox('A acquire', '/reset', 'undo'))).toEqual(['A acquire']);
		expect(saidBy(inSandbox('/reset'))).toEqual(['Nothing has happened here yet.']);
	});

	it('keeps set-up at a reset, and drops it at a second one', () => {
		const once = inSandbox('client C', 'A acquire', '/reset');
		expect(typedSoFar(once)).toEqual(['client C']);
		expect(typedSoFar(type(once, '/reset'))).toEqual([]);
	});

	it('asks the shell where a row of the ladder is, and goes there', () => {
		const typed = inSandbox('A acquire', 'wait 1s', '/goto 2');
		expect(typed.effects).toEqual([{kind: 'find-row', row: 2}]);
		const {session} = update(typed.session, {kind: 'go', moment: 1});
		expect(typedSoFar({session, effects: []})).toEqual(['A acquire']);
	});

	it('returns from a copy of the world to the very place it left', () => {
		const before = inSandbox('A acquire');
		const copy = type(before, '/play', 'A release');
		expect(typedSoFar(copy)).toEqual(['A release']);
		expect(type(copy, '/back').session.place).toBe(before.session.place);
		expect(saidBy(inSandbox('/back'))).toEqual(['There is no place to go back to. /menu opens the list of lessons.']);
	});

	it('hands the shell what only the shell can do', () => {
		const {effects} = inSandbox('/menu', '/notes', '/theme dark', '/load mine.fence', 'quit');
		expect(effects).toEqual([
			{kind: 'menu'},
			{kind: 'notes'},
			{kind: 'theme', name: 'dark'},
			{kind: 'read', path: 'mine.fence'},
			{kind: 'quit'},
		]);
	});

	it('saves the statements that make this world, set-up first', () => {
		const [effect] = inSandbox('A acquire', '/save mine.fence').effects;
		expect(effect).toEqual({
			kind: 'write',
			path: 'mine.fence',
			text: expect.stringMatching(
				/^client A\nclient B\nlock account lease ttl 10s\nstore raw unfenced\nstore safe fenced\nput account balance=100\nA acquire account\n# events [0-9a-f]{8} under rules \d+\n$/,
			),
			replaces: true,
		});
	});

	it('opens a loaded script in a place of its own, to be walked through', () => {
		const {session} = update(inSandbox('B acquire').session, {
			kind: 'loaded',
			path: 'a.fence',
			text: 'client A\nlock l lease ttl 5s\nA acquire\nwait 1s',
			problem: null,
		});
		expect(typedSoFar({session, effects: []})).toEqual(['A acquire', 'wait 1s']);
		expect(typedSoFar(type({session, effects: []}, '/back'))).toEqual(['B acquire']);
	});

	it('names every mistake of a script it cannot load, with its place, and stays where it is', () => {
		const before = inSandbox('A acquire');
		const {session} = update(before.session, {
			kind: 'loaded',
			path: 'a.fence',
			text: 'clint A\nclient B\nB aquire',
			problem: null,
		});
		expect(session.place).toBe(before.session.place);
		expect(
			saidBy({session, effects: []})
				.slice(1)
				.map((line) => line.slice(0, 12)),
		).toEqual(['a.fence:1:1:', 'a.fence:3:3:']);
	});

	it('names the nearest command for a mistyped one', () => {
		expect(saidBy(inSandbox('/udno'))).toEqual(['There is no /udno. Did you mean /undo?']);
		expect(saidBy(inSandbox('/xyzzyxyzzy'))).toEqual(['There is no /xyzzyxyzzy. /help lists what there is.']);
	});

	it('runs a paste in order, stops at the first mistake, and runs the rest on Enter', () => {
		const pasted = update(inSandbox().session, {kind: 'paste', text: 'A acquire\r\n\r\nA aquire\nwait 1s\nB acquire'});
		expect(typedSoFar(pasted)).toEqual(['A acquire']);
		expect(pasted.session.draft).toBe('A aquire');
		expect(pasted.session.waiting).toEqual(['wait 1s', 'B acquire']);
		const mended = type(pasted, 'A read', '');
		expect(typedSoFar(mended)).toEqual(['A acquire', 'A read', 'wait 1s', 'B acquire']);
		expect(mended.session.waiting).toEqual([]);
	});

	it('grafts what the explorer found as a branch that redo walks, and solves nothing by it', () => {
		const asked = inSandbox('A acquire', '/explore two-believers');
		const [effect] = asked.effects;
		if (effect?.kind !== 'explore') throw new Error('expected a question to the explorer');
		const {session} = update(asked.session, {
			kind: 'explored',
			request: effect.request,
			result: {
				sentences: ['Two moves do it.'],
				script: [
					{kind: 'pause', client: 'A', for: null},
					{kind: 'wait', for: 10_000},
				],
			},
		});
		expect(typedSoFar({session, effects: []})).toEqual(['A acquire']);
		expect(typedSoFar(type({session, effects: []}, '/redo 2'))).toEqual(['A acquire', 'A pause', 'wait 10s']);
	});
});

describe('/why', () => {
	it('explains the latest denial by its rule', () => {
		expect(saidBy(inSandbox('A acquire', 'B acquire', 'why')).join()).toContain('a lock has one holder at a time');
	});

	it('says of a statement that waits where it stands in the line, and not that its answer may be lost', () => {
		const row = [
			'store ledger transactional',
			'A begin ledger',
			'A read account for update to ledger',
			'B begin ledger',
		];
		for (const lines of [
			[...row, 'B read account for update to ledger'],
			['lock account advisory', 'A acquire', 'B acquire'],
		]) {
			const said = saidBy(inSandbox(...lines, 'why')).join();
			expect(said).toContain('right behind A');
			expect(said).not.toContain('may be lost');
		}
		expect(saidBy(inSandbox('A acquire lost', 'why')).join()).toContain('may be lost');
	});

	/** A is paused until B has written under a lease of its own. */
	const overtaken = ['A acquire', 'A pause', 'wait 11s', 'B acquire', 'B write balance=80', 'A resume'];

	it('explains a rejection, even after other statements', () => {
		const typed = inSandbox(...overtaken, 'A write balance=90 to safe', 'wait 1s', 'why');
		expect(saidBy(typed).join()).toContain(
			'the token is lower than 34, the highest it has processed. safe is fenced, and that is its rule.',
		);
	});

	it('explains what a statement has violated before an answer that it left open', () => {
		const typed = inSandbox(...overtaken, 'A write balance=90 to raw reply lost', 'why');
		expect(saidBy(typed).join(' ')).toContain('stale-write on raw');
	});

	it('does not call a higher number the lower token where tokens are text', () => {
		const typed = inSandbox(
			'store safe fenced text-tokens',
			'A write account balance=1 to safe token 99',
			'A write account balance=2 to safe token 100',
			'why',
		);
		expect(saidBy(typed).join(' ')).toMatch(/as text 100 comes before 99.*compares tokens as text/);
	});

	it('says of a program that stands in line what it waits for', () => {
		const typed = inSandbox('lock account zookeeper', 'B runs acquire; release', 'A acquire', 'run B', 'run B');
		expect(saidBy(typed).join()).toContain('waiting for its turn at the lock');
		const held = inSandbox('lock account zookeeper', 'B runs acquire; release', 'step B held', 'run B');
		expect(saidBy(held).join()).toContain('the reply to its acquire');
	});

	it('says back what was declared, the usual values that were typed too', () => {
		expect(saidBy(inSandbox('lock account zookeeper token czxid'))).toEqual([
			'Set up: lock account zookeeper ttl 10s token czxid',
		]);
		expect(saidBy(inSandbox('lock account zookeeper'))).toEqual(['Set up: lock account zookeeper ttl 10s']);
		expect(saidBy(inSandbox('store safe fenced scope resource'))).toEqual(['Set up: store safe fenced scope resource']);
	});

	it('explains all that was violated together, what harms most first', () => {
		const typed = inSandbox(...overtaken, 'A write balance=90 to raw', 'why');
		const [first, meaning] = saidBy(typed);
		expect(first).toContain('stale-write on raw');
		expect(meaning).toMatch(/^stale-write means: /);
		expect(saidBy(typed).join()).toContain('late-write means: ');
	});

	it('explains a refusal and a line that is not in the language', () => {
		expect(saidBy(inSandbox('A pause', 'A acquire', 'why')).join()).toContain('Nothing was changed.');
		expect(saidBy(inSandbox('gibberish', 'why')).join()).toContain('not in the language');
	});

	it('says so when nothing has been refused', () => {
		expect(saidBy(inSandbox('A acquire', 'why'))).toEqual(['Nothing has been denied, rejected or refused here yet.']);
	});
});

describe('/help', () => {
	it('finds commands, verbs, properties and words, and the nearest of them', () => {
		for (const word of ['undo', '/undo', 'write', 'stale-write', 'Lease', 'fact', 'facts'])
			expect(saidBy(inSandbox(`help ${word}`)).length).toBeGreaterThan(1);
		expect(saidBy(inSandbox('help wirte'))).toEqual(['There is no help on that. Did you mean /help write?']);
	});
});

describe('/state', () => {
	it('sets belief beside truth', () => {
		const lines = saidBy(
			inSandbox('A acquire', 'A pause', 'wait 11s', 'B acquire', 'A write balance=1 held', '/state'),
		);
		expect(lines).toContain('account: B holds it until 21 s, token 34');
		expect(lines).toContain('A: paused; believes that it holds account until 10 s, token 33');
	});
});

describe('A line that failed', () => {
	it('stays at the prompt, with its cursor where it is wrong', () => {
		const {session} = inSandbox('A aquire account');
		expect(session.draft).toBe('A aquire account');
		expect(session.caret).toBe(2);
	});

	it('stays when it was refused, with all that was not done', () => {
		const {session} = inSandbox('A pause; A read account; wait 1s');
		expect(session.draft).toBe('A read account; wait 1s');
	});

	it('is put into the words of this language where it is known what was meant', () => {
		const typed = inSandbox('wake A');
		expect(typed.session.draft).toBe('A resume');
		expect(saidBy(typed).join(' ')).toContain('A resume');
	});

	it('puts only the statement that was not understood into other words', () => {
		expect(inSandbox('A acquire; wake A; wait 1s').session.draft).toBe('A acquire; A resume; wait 1s');
		const program = inSandbox('lock account etcd; B runs acquire; release; wait 30s');
		expect(saidBy(program).join(' ')).toContain('put wait on a line of its own');
		expect(program.session.draft).toContain('B runs acquire');
	});
});

describe('/why with a row', () => {
	it('asks the shell which events it shows, and tells each with its rule', () => {
		const {session, effects} = inSandbox('A acquire account', '/why 2');
		expect(effects.at(-1)).toEqual({kind: 'explain-row', row: 2});
		const told = update(session, {kind: 'explain', row: 2, events: [2, 3]}).session;
		expect(saidBy({session: told, effects: []}).join(' ')).toMatch(/grants account to A.*counts from the moment/);
	});

	it('asks for a row where there is none in the line', () => {
		expect(saidBy(inSandbox('/why what')).join(' ')).toContain('/why 9');
	});
});
