import {exercises} from 'fence-tutor:exercises';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {render} from 'ink-testing-library';
import {describe, expect, it} from 'vitest';
import {type CheckOptions, followCode, seemsWinnable} from '../../../src/cli/code/check-code.js';
import {shownAnswer} from '../../../src/cli/code/shown-answer.js';
import {exerciseOf} from '../../../src/code/exercise.js';
import type {ShownFileAnswer} from '../../../src/code/file-answer.js';
import {claimText} from '../../../src/language/print.js';
import {type Key, press} from '../../../src/view/prompt/key.js';
import {Screen} from '../../../src/view/screens/Screen.js';
import {makeTheme} from '../../../src/view/screens/theme.js';
import {rowText} from '../../../src/view/text/row.js';
import {width} from '../../../src/view/text/width.js';
import {openWatch, updateWatch, type Watch, type WatchEffect, type WatchEvent} from '../../../src/view/watch/watch.js';
import {watchFrame} from '../../../src/view/watch/watch-frame.js';
import {aFolder} from '../../cli/a-folder.js';
import {fakeIo} from '../../cli/fake-io.js';
import {clients, fileText} from '../../code/clients.js';

const sizes = [
	[60, 20],
	[80, 24],
	[120, 40],
	[200, 50],
] as const;

describe('The screen of a learner’s code', () => {
	it.each(sizes)(
		'shows at %i by %i the schedule that breaks it, with number and line of the code',
		async (columns, rows) => {
			const watch = await checked(clients.reads, {size: {columns, rows}});
			const text = shown(watch);
			expect(text).toMatch(/▸ ✗ never lost-update +Refuted in 7 moves/);
			expect(text).toContain('Refuted in 7 moves: lost-update.');
			expect(text).toMatch(/write 90 34 ─*►/);
			expect(text).toMatch(/\b13: const \{accepted\} = await store\.write\('balance',/);
			expect(text.split('\n').length).toBeLessThanOrEqual(rows - 1);
		},
	);

	it('puts the line beside the arrow where it is wide enough, and right above it where not', async () => {
		const wide = shown(await checked(clients.reads, {size: {columns: 200, rows: 50}}));
		expect(wide).toMatch(/acquire ─+►.* 10: const lease = await lock\.acquire\(\);/);
		const narrow = shown(await checked(clients.reads, {size: {columns: 80, rows: 40}}));
		expect(narrow).toMatch(/10: const lease = await lock\.acquire\(\);\n +1 +0 +├─ acquire/);
	});

	it('walks through the moves and the claims with the arrows, and does nothing by itself', async () => {
		const watch = await checked(clients.reads, {size: {columns: 80, rows: 40}});
		expect(shown(keys(watch, '<home>'))).toMatch(/1 +0 +▸/);
		expect(shown(keys(watch, '<home>', '<right>', '<right>', '<right>'))).toMatch(/6 10000 +▸/);
		expect(shown(keys(watch, '<home>', '<left>'))).toBe(shown(keys(watch, '<home>')));
		expect(shown(keys(watch, '<end>', '<right>'))).toBe(shown(watch));
		expect(shown(keys(watch, '<down>'))).toMatch(/▸ ✓ never stale-write +Holds/);
		expect(shown(keys(watch, '<down>'))).toContain('Holds: all 550 schedules of 2 clients.');
		expect(shown(keys(watch, '<down>', '<up>'))).toBe(shown(watch));
	});

	it('keeps the move that is looked at in sight, however low the terminal is', async () => {
		const watch = await checked(clients.reads, {size: {columns: 60, rows: 16}});
		for (let back = 0; back < 7; back++) {
			const rows = shown(keys(watch, ...Array<string>(back).fill('<left>'))).split('\n');
			expect(rows.filter((row) => row.includes('▸')).length).toBeGreaterThanOrEqual(2);
		}
	});

	it('shows all schedules counted where a claim holds, and that all hold', async () => {
		const text = shown(await checked(clients.advances, {clients: 3}));
		expect(text).toContain('Holds: all 2,171,154 schedules of 3 clients.');
		expect(text).toContain('All 2 hold.');
	});

	it('shows why something is not known', async () => {
		const text = shown(await checked(clients.reads, {claim: 'claim never stale-write', maxStates: 5}));
		expect(text).toMatch(/\? Not known: The search stopped after \d+ states/);
	});

	it('shows a syntax error with its caret, then the next good save, then that the file is gone', async () => {
		const bad = await checked('export default async function client({lock}) {\n\tconst a = ;\n}\n');
		expect(shown(bad)).toMatch(/mine\.mjs:10:12: This is not JavaScript: Unexpected token ';'\./);
		expect(shown(bad)).toMatch(/\n {3}const a = ;\n {13}\^/);
		const [file] = bad.files;
		if (file === undefined) throw new Error('there is a file');
		const gone = send(bad, {kind: 'changed', files: [{...file, saved: null}], show: 'mine.mjs'});
		expect(gone.effects).toEqual([]);
		expect(shown(gone.watch)).toContain('This file is not there any more.');
		const back = send(gone.watch, {kind: 'changed', files: [{...file, saved: '10:00:01'}], show: 'mine.mjs'});
		expect(back.effects).toEqual([{kind: 'check', name: 'mine.mjs'}]);
	});

	it('keeps the answers of the save before, dim, until there are new ones', async () => {
		const watch = await checked(clients.reads);
		const began = send(watch, {kind: 'began', name: 'mine.mjs'}).watch;
		expect(shown(began)).toContain('checking …');
		expect(shown(began)).toContain('Refuted in 7 moves');
		expect(shown(send(began, {kind: 'searched', name: 'mine.mjs', states: 120_000}).watch)).toContain(
			'120,000 states …',
		);
		expect(shown(send(began, {kind: 'done', name: 'mine.mjs', problem: 'mine.mjs: no.\n'}).watch)).not.toContain(
			'Refuted',
		);
	});

	it('asks for the editor at the line of the move, for more clients, for the sandbox, and shows the statements', async () => {
		const watch = await checked(clients.reads);
		expect(effects(watch, 'e')).toEqual([{kind: 'edit', name: 'mine.mjs', line: 13}]);
		expect(effects(watch, '<home>', 'e')).toEqual([{kind: 'edit', name: 'mine.mjs', line: 10}]);
		expect(effects(watch, '3')).toEqual([{kind: 'check', name: 'mine.mjs'}]);
		expect(keys(watch, '3').clients).toBe(3);
		expect(keys(watch, '3', '0').clients).toBeNull();
		expect(effects(watch, 'r')).toMatchObject([{kind: 'replay', answer: {kind: 'claim'}}]);
		expect(shown(keys(watch, 's'))).toContain('B write account balance-=10');
		expect(shown(keys(watch, '<down>', 'r'))).toContain('There is no schedule here');
		for (const way of ['q', '<ctrl-c>', '<ctrl-d>']) expect(effects(watch, way)).toEqual([{kind: 'quit'}]);
	});

	it('lists a folder’s exercises, opens one, tells its task and its hints one by one, and goes back', () => {
		const list = folderOf();
		expect(shown(list)).toMatch(/▸ · 01-lock-service\.mjs +A lock service with leases +not begun/);
		const opened = keys(list, '<down>', '<down>', '<down>', '<down>', '<down>', '<enter>');
		expect(opened.open).toBe('06-advance.mjs');
		expect(effects(list, '<enter>')).toEqual([{kind: 'check', name: '01-lock-service.mjs'}]);
		expect(shown(opened)).toContain('To show: No schedule loses an update');
		expect(shown(keys(opened, 'h'))).toContain('1. Look at the order');
		expect(shown(keys(opened, 'h'))).not.toContain('2. The fence has to hear of you');
		expect(shown(keys(opened, 'h', 'h'))).toContain('2. The fence has to hear of you');
		expect(shown(keys(opened, '<escape>'))).toBe(shown({...list, listed: 5}));
	});

	it('shows what is saved, whatever was on the screen', () => {
		const list = folderOf();
		const saved = send(list, {kind: 'changed', files: list.files, show: '07-compare-and-swap.mjs'});
		expect(saved.effects).toEqual([{kind: 'check', name: '07-compare-and-swap.mjs'}]);
		expect(shown(saved.watch)).toContain('07-compare-and-swap.mjs  Without a lock');
	});

	it('says of an exercise that cannot be won when it is refuted, and of a solved one what it was for', async () => {
		const [four, six] = [exercises[3], exercises[5]];
		if (four === undefined || six === undefined) throw new Error('there are ten exercises');
		expect(shown(await checkedFile('04-check.mjs', four.start))).toContain('No code can win this.');
		expect(shown(await checkedFile('06-advance.mjs', six.solution))).toMatch(/All 3 hold\. The exercise is solved/);
	});

	it('shows the calls that break a class, and the founding test on the learner’s own', async () => {
		const three = exercises[2];
		if (three === undefined) throw new Error('there are ten exercises');
		const broken = shown(await checkedFile('03-fenced-server.mjs', three.start));
		expect(broken).toMatch(/✗ FencedResourceServer, every sequence of up to \d+ calls +Refuted in \d calls?/);
		const solved = await checkedFile('03-fenced-server.mjs', three.solution);
		expect(shown(keys(solved, '<down>'))).toContain('the founding test');
	});

	it('fits every size with every key, in plain characters where that is asked for', async () => {
		const watch = await checked(clients.watchdog, {clients: 3, claim: 'claim never two-believers'});
		const key: fc.Arbitrary<Key> = fc.oneof(
			fc
				.constantFrom('left', 'right', 'up', 'down', 'home', 'end', 'escape', 'enter', 'pageup', 'pagedown', 'f1')
				.map((chord) => press(chord)),
			fc.constantFrom('e', 's', 'r', 't', 'h', '?', '2', '4', 'é', '鎖').map((text): Key => ({kind: 'text', text})),
			fc.string().map((text): Key => ({kind: 'paste', text})),
		);
		const size = fc.record({columns: fc.integer({min: 20, max: 220}), rows: fc.integer({min: 5, max: 60})});
		fc.assert(
			fc.property(fc.array(key, {maxLength: 12}), size, (typed, room) => {
				const start = send(watch, {kind: 'resized', size: room}).watch;
				const now = typed.reduce((state, each) => send(state, {kind: 'key', key: each}).watch, start);
				const frame = watchFrame(now);
				expect(frame.rows).toHaveLength(room.rows - 1);
				expect(frame.rows.filter((row) => width(rowText(row)) > room.columns)).toEqual([]);
				const plain = watchFrame({...now, ascii: true})
					.rows.map(rowText)
					.join('');
				expect(plain).toMatch(/^[ -~]*$/);
			}),
			{numRuns: 60},
		);
	});

	it('lets no control code of the learner’s file reach the terminal', async () => {
		const code = clients.reads.replace("store.read('balance');", "store.read('balance'); // \u001B[31mred\u0007");
		const text = shown(await checked(code, {size: {columns: 200, rows: 50}}));
		expect(text).toContain('\\x1b[31mred\\x07');
		expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
	});
});

type Given = {
	readonly size?: Watch['size'];
	readonly clients?: number;
	readonly claim?: string;
	readonly maxStates?: number;
};

/** The screen once a client has been checked. */
async function checked(
	code: string,
	{claim = 'claim never lost-update\nclaim never stale-write', ...given}: Given = {},
): Promise<Watch> {
	return await checkedFile('mine.mjs', fileText(code, {claim}), given);
}

/** The screen once a file of this name has been checked. */
async function checkedFile(
	name: string,
	text: string,
	{size = {columns: 80, rows: 24}, clients: count, maxStates}: Given = {},
): Promise<Watch> {
	const cwd = aFolder();
	writeFileSync(join(cwd, name), text);
	const {io, stderr} = fakeIo({cwd});
	const options: CheckOptions = {
		json: false,
		diagram: false,
		clients: count,
		with: undefined,
		maxStates,
		maxSeconds: undefined,
	};
	const events: WatchEvent[] = [{kind: 'began', name}];
	const tell = (answer: ShownFileAnswer) => events.push({kind: 'answered', name, answer});
	await followCode(name, options, io, {
		begun: (subject) =>
			events.push({
				kind: 'begun',
				name,
				claims:
					subject.check.kind === 'class'
						? [subject.check.name]
						: subject.check.worlds.flatMap((world) => world.claims.map(claimText)),
				seemsWinnable: seemsWinnable(subject),
			}),
		answered: (answer) => void tell(structuredClone(shownAnswer(answer, cwd))),
		searched() {},
	});
	events.push({kind: 'done', name, problem: stderr()});
	const start = openWatch({size, ascii: false, colorless: false, folder: null, clients: count ?? null}, [
		{name, exercise: exerciseOf(name, exercises) ?? null, untouched: false, saved: '10:00:00'},
	]);
	expect(readFileSync(join(cwd, name), 'utf8')).toBe(text);
	return events.reduce((watch, event) => updateWatch(watch, event).watch, start);
}

function folderOf(): Watch {
	const files = exercises.map((exercise) => ({
		name: `${String(exercise.number).padStart(2, '0')}-${exercise.id}.mjs`,
		exercise,
		untouched: true,
		saved: '10:00:00',
	}));
	return openWatch(
		{size: {columns: 80, rows: 24}, ascii: false, colorless: false, folder: 'fence-exercises', clients: null},
		files,
	);
}

/** As Ink draws it, where its stand-in for a terminal is wide enough. */
function shown(watch: Watch): string {
	const frame = watchFrame(watch);
	if (watch.size.columns > 100) return frame.rows.map(rowText).join('\n').trimEnd();
	return render(<Screen frame={frame} theme={makeTheme('mono', 0)} />).lastFrame() ?? '';
}

function send(watch: Watch, event: WatchEvent): ReturnType<typeof updateWatch> {
	return updateWatch(watch, event);
}

function typed(each: string): Key {
	const chord = /^<(.+)>$/.exec(each)?.[1];
	return chord === undefined ? {kind: 'text', text: each} : press(chord);
}

function keys(watch: Watch, ...pressed: readonly string[]): Watch {
	return pressed.reduce((now, each) => send(now, {kind: 'key', key: typed(each)}).watch, watch);
}

function effects(watch: Watch, ...pressed: readonly string[]): readonly WatchEffect[] {
	const before = keys(watch, ...pressed.slice(0, -1));
	return send(before, {kind: 'key', key: typed(pressed.at(-1) ?? '')}).effects;
}
