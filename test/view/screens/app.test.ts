import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {press} from '../../../src/view/prompt/key.js';
import {emptyLine} from '../../../src/view/prompt/line.js';
import type {App} from '../../../src/view/screens/app.js';
import {appFrame} from '../../../src/view/screens/app-frame.js';
import {assistOf} from '../../../src/view/screens/assist.js';
import {openHome} from '../../../src/view/screens/home.js';
import {updateApp} from '../../../src/view/screens/update-app.js';
import {openWork} from '../../../src/view/screens/work.js';
import {workFrame} from '../../../src/view/screens/work-frame.js';
import {rowText} from '../../../src/view/text/row.js';
import {inLesson, lessonFrom} from '../../session/at-prompt.js';
import {firstLesson, home, lessonList, misshapen, play, sandbox, shown} from './playing.js';

const sizes = [
	[60, 16],
	[60, 20],
	[80, 24],
	[120, 40],
] as const;

describe('the home screen', () => {
	test.each(sizes)('says at %i by %i what Enter does, and lists the lessons by part', (columns, rows) => {
		const screen = shown(home(columns, rows));
		expect(screen).toContain('Enter begins the first lesson');
		expect(screen).toContain(lessonList.items[0]?.part ?? 'no part');
		expect(screen).toContain(lessonList.items[0]?.title ?? 'no title');
		expect(misshapen(home(columns, rows))).toEqual([]);
	});

	test('goes on with the lesson that was worked on last', () => {
		const [first, second] = lessonList.items;
		const items = lessonList.items.map((item) =>
			item === first ? {...item, solved: true} : item === second ? {...item, step: 1} : item,
		);
		const list = {...lessonList, items, goOn: second?.id ?? null};
		const app = home(80, 24, {lessonList: list, screen: {kind: 'home', home: openHome(list)}});
		const opened = updateApp(
			{...app, screen: {kind: 'home', home: {filter: '', chosen: 1, left: null}}},
			{kind: 'key', key: press('enter')},
		);
		expect(shown(app)).toContain(`Enter goes on with "${second?.title}", step 2 of ${second?.steps}`);
		expect(shown(app)).toContain('1 of');
		expect(opened.effects).toEqual([{kind: 'open', lesson: second?.id}]);
	});

	test('narrows the list by what is typed, and shows all of it again on Esc', () => {
		const narrowed = play(home(), 'zombie').app;
		expect(shown(narrowed)).toContain('The zombie');
		expect(shown(narrowed)).not.toContain('Sandbox');
		expect(shown(play(narrowed, '<escape>').app)).toContain('Sandbox');
		expect(shown(play(home(), 'nothing like it').app)).toContain('Esc shows the whole list');
	});

	test('keeps the chosen entry in sight in a low terminal', () => {
		for (let steps = 0; steps < lessonList.items.length + 3; steps++) {
			const app = play(home(60, 16), ...Array.from({length: steps}, () => '<down>')).app;
			expect(shown(app)).toContain('▸');
		}
	});

	test('finds a lesson by its number, its id and its title', () => {
		for (const typed of ['3', 'check-then-act', 'check, then'])
			expect(shown(play(home(), typed).app)).toContain('▸     3  Check, then act');
	});

	test('chooses the lesson whose number was typed, not an earlier one that has the digit in its title', () => {
		const items = lessonList.items.map((item, index) => (index === 0 ? {...item, title: 'The 3-second packet'} : item));
		const narrowed = shown(play(home(80, 24, {lessonList: {...lessonList, items}}), '3').app);
		expect(narrowed).toContain('      1  The 3-second packet');
		expect(narrowed).toContain('▸     3  Check, then act');
	});

	test('comes back to the lesson that /menu was typed in, and says what Enter does there', () => {
		const opened = play(home(), 'act', '<enter>').app;
		const back = shown(play(opened, '/menu', '<enter>').app);
		expect(back).toContain('▸     3  Check, then act');
		expect(back).toMatch(/Enter (begins|goes on with) "Check, then act"/);
		expect(shown(play(opened, '/menu', '<enter>', 'x', '<escape>').app)).toContain('▸     3  Check, then act');
	});

	test('draws the course as a map, a line for each part, at every width', () => {
		const items = lessonList.items.map((item, index) => ({...item, solved: index === 0, step: index === 1 ? 2 : null}));
		for (const columns of [60, 80, 120]) {
			const map = shown(play(home(columns, 24, {lessonList: {...lessonList, items}}), 'map', '<enter>').app);
			expect(map).toMatch(/The lease and the zombie +1✓ {2}2▸ {2}3· +1 of 3/);
			expect(map).toContain('✓ solved   ▸ begun   · still to come');
			for (const part of new Set(items.map(({part: name}) => name))) expect(map).toContain(part ?? '');
		}
	});

	test('takes quit, help and play as words', () => {
		expect(play(home(), '/quit', '<enter>').effects).toEqual([{kind: 'quit'}]);
		expect(shown(play(home(), '/help', '<enter>').app)).toContain('Esc closes');
	});
});

describe('the screen of a lesson', () => {
	test.each(sizes)('shows at %i by %i the title, the prose, the line to run and the prompt', (columns, rows) => {
		const screen = shown(firstLesson(columns, rows));
		expect(screen).toContain('The lock that lets go');
		expect(screen).toContain('step 1 of');
		expect(screen).toContain('An account holds 100.');
		expect(screen).toContain('A acquire account');
		expect(screen).toMatch(/^ > A acquire account; A read account$/m);
	});

	test('runs the line that is shown on Enter, and waits before it goes on', () => {
		const run = play(firstLesson(), '<enter>').app;
		expect(shown(run)).toContain('granted 33');
		expect(shown(run)).toContain('Enter goes on');
		expect(shown(play(run, '<enter>').app)).toContain('A pause');
	});

	test('puts a mistyped line back with the cursor at the mistake: keys edit it there, Ctrl-U empties it, and another line can be typed right away', () => {
		const failed = play(sandbox(), 'client A', '<enter>', 'A akquire x', '<enter>').app;
		const prompt = (app: App) => shown(app).match(/^ sandbox > {1,2}(.*)$/m)?.[1];
		expect(prompt(failed)).toBe('A akquire x');
		expect(appFrame(failed).field?.cursor).toBe(2);
		expect(shown(failed)).toContain('typing replaces it');
		expect(prompt(play(failed, '<right>', '<delete>', 'c').app)).toBe('A acquire x');
		expect(prompt(play(failed, '<ctrl-u>', 'wait 1s').app)).toBe('wait 1s');
		expect(prompt(play(failed, 'wait 1s').app)).toBe('wait 1s');
		expect(shown(play(failed, 'wait 1s', '<enter>').app)).toContain('t = 1 s');
	});

	test('offers what is left of a shown line of which the first part was typed by hand', () => {
		const screen = shown(play(firstLesson(), 'A acquire account', '<enter>').app);
		expect(screen).toMatch(/^ ✓ A acquire account$/m);
		expect(screen).toMatch(/^ > A read account$/m);
	});

	test.each(sizes)('keeps at %i by %i the goals and the prompt in sight, whatever has happened', (columns, rows) => {
		const task = play(firstLesson(columns, rows), ...Array.from({length: 6}, () => '<enter>')).app;
		const after = play(task, 'A resume; A write account balance-=10', '<enter>').app;
		for (const app of [task, play(task, 'wiat 5s', '<enter>').app, after]) {
			expect(shown(app)).toContain('A writes after B');
			expect(shown(app)).toContain('90 in the account');
			expect(shown(app)).toMatch(/^ > /m);
			expect(misshapen(app)).toEqual([]);
		}
		expect(shown(after)).toMatch(/^ ✓ A writes after B.* ✓ 90 in the account/m);
		expect(shown(after)).toContain('Solved');
	});

	test('points at what is wrong in a line, and offers the nearest word', () => {
		const screen = shown(play(sandbox(), 'A aquire account', '<enter>').app);
		expect(screen).toContain('^^^^^^');
		expect(screen).toContain('acquire');
	});

	test('offers the choices of a bet by digit and by arrow, and marks what came true', () => {
		const asked = play(firstLesson(), '/skip', '<enter>').app;
		expect(shown(asked)).not.toContain('▸');
		expect(shown(play(asked, '<enter>').app)).toContain('Place your bet first');
		expect(shown(play(asked, '<down>').app)).toContain(' ▸ 1  ');
		const digit = shown(play(asked, '1', '<enter>').app);
		const arrows = shown(play(asked, '<down>', '<down>', '<up>', '<enter>').app);
		expect(arrows).toBe(digit);
		expect(digit).toMatch(/✗ 1 {2}.*your bet/);
		expect(digit).toMatch(/✓ 2 {2}/);
	});

	test('says why in the numbers of the rows that are shown', () => {
		const lines = [
			'A acquire',
			'A pause',
			'wait 11s',
			'B acquire',
			'B write account balance=80',
			'A resume',
			'A write account balance=90',
		];
		const app = play(sandbox(120, 50), ...lines.flatMap((line) => [line, '<enter>'])).app;
		const row = /^!?\s*(\d+) .*write 90 33/m.exec(shown(app))?.[1];
		expect(shown(app)).toContain(`(row ${row})`);
		expect(shown(app)).not.toContain('(event');
	});

	test('goes to a row of the ladder', () => {
		const app = play(
			sandbox(),
			'A acquire',
			'<enter>',
			'wait 3s',
			'<enter>',
			'A pause',
			'<enter>',
			'/goto 2',
			'<enter>',
		).app;
		expect(shown(app)).toContain('t = 0 s');
		expect(shown(play(app, '/goto 99', '<enter>').app)).toContain('no row 99');
	});

	test('says that Enter runs the line to mend for as long as it stands at the prompt', () => {
		const mending = play(sandbox(), 'A acquier', '<enter>').app;
		expect(shown(mending)).toContain('Enter runs this line');
		expect(shown(play(mending, '<ctrl-u>').app)).not.toContain('Enter runs this line');
	});

	test('shows the options of a store beside its rule', () => {
		const app = play(sandbox(), 'store safe fenced ratchet read', '<enter>').app;
		expect(shown(app)).toMatch(/safe .*fenced ratchet read/);
	});

	test('draws no line right under another, at the end of a lesson in which no time passed', () => {
		const lesson = lessonFrom(readFileSync(new URL('../../../lessons/14-tokens.md', import.meta.url), 'utf8'));
		const skipped = Array.from({length: 5}, () => '/skip');
		const line = 'lock account postgres ttl 10s token row; step A held; run B; deliver A; step A';
		const {session} = inLesson(lesson, ...skipped, line, '', '');
		const work = openWork(session, emptyLine());
		const {rows} = workFrame(work, assistOf(session, []), null, {columns: 80, rows: 20, ascii: false});
		expect(rows.map(rowText).join('\n')).toContain('You have gone through the whole lesson');
		expect(rows.map(rowText).join('\n')).not.toMatch(/─{80}\n─{80}/);
	});

	test('offers the line of the last hint at the prompt, and names the next line of a demonstration', () => {
		const task = play(firstLesson(), ...Array.from({length: 6}, () => '<enter>')).app;
		const hinted = play(task, '/hint', '<enter>', '/hint', '<enter>', '/hint', '<enter>').app;
		expect(shown(hinted)).toContain('Hint 3 of 3  A resume; A write account balance-=10');
		expect(shown(play(hinted, '<right>', '<enter>').app)).toContain('Solved');
		const watching = play(task, '/show', '<enter>').app;
		expect(shown(watching)).toContain('Enter does this: A resume');
		expect(shown(play(watching, '<enter>', '<enter>').app)).toContain('Enter returns to your own run');
		expect(shown(play(watching, '<enter>', '<enter>', '<enter>').app)).toContain('[ ] A writes after B');
		expect(shown(play(watching, '<enter>', '<escape>').app)).toContain('You are back in "The lock that lets go"');
		expect(shown(play(watching, 'A', '<escape>').app)).toContain('Enter does this: A resume');
	});

	test('asks after each statement whether the task can still be solved, and says so when it cannot', () => {
		const task = play(firstLesson(), ...Array.from({length: 6}, () => '<enter>')).app;
		const {app, effects} = play(task, 'A resume', '<enter>');
		const asked = effects.find(({kind}) => kind === 'track');
		if (asked?.kind !== 'track') throw new Error('expected a question to the explorer');
		const lit = (isOpen: boolean) => updateApp(app, {kind: 'tracked', track: {tree: asked.question.tree, isOpen}}).app;
		expect(shown(app)).not.toContain('on track');
		expect(shown(lit(true))).toContain('on track');
		expect(shown(lit(false))).toContain('No way leads from here');
		expect(shown(play(lit(false), '/undo', '<enter>').app)).not.toContain('No way leads from here');
		expect(play(app, 'A write account balance-=10', '<enter>').effects.map(({kind}) => kind)).not.toContain('track');
	});

	test('opens another lesson and comes back to the first exactly as it was left', () => {
		const left = play(firstLesson(), '<enter>', 'half typed').app;
		const back = play(left, '<ctrl-u>', '/menu', '<enter>', '<enter>').app;
		expect(shown(back)).toContain('granted 33');
	});

	test('keeps a page open until Esc, and lets typing through it', () => {
		const page = play(sandbox(), '/state', '<enter>').app;
		expect(shown(page)).toContain('Esc closes');
		expect(shown(play(page, '<escape>').app)).toContain('sandbox >');
		expect(shown(play(page, 'wait 1s').app)).toContain('sandbox > wait 1s');
	});

	test('shows what passes with time as bars of the world before, and skips it on a key', () => {
		const moving = {...sandbox(), motion: true};
		const {app, effects} = play(moving, 'A acquire', '<enter>', 'wait 9s', '<enter>');
		expect(effects).toContainEqual({kind: 'animate'});
		const half = updateApp(app, {kind: 'passed', share: 0.5}).app;
		expect(shown(half)).toContain('t = 4.5 s');
		expect(shown(half)).toContain('5.5 s');
		expect(shown(play(half, 'x').app)).toContain('t = 9 s');
	});

	test('does nothing that cannot be seen in a terminal that is too small', () => {
		const small = updateApp(firstLesson(), {kind: 'resized', size: {columns: 59, rows: 24}}).app;
		expect(shown(small)).toContain('fence-tutor --plain');
		const large = updateApp(play(small, '<enter>').app, {kind: 'resized', size: {columns: 80, rows: 24}}).app;
		expect(shown(large)).toBe(shown(firstLesson()));
	});
});

test('every screen fills every terminal exactly, whatever is typed', () => {
	const words = [
		'/hint',
		'/why',
		'/undo',
		'/redo',
		'/skip',
		'/timeline',
		'/state',
		'/show',
		'/play',
		'/back',
		'/notes',
		'/reset',
		'A acquire',
		'wait 11s',
		'A pause',
		'B acquire',
		'1',
		'鎖👩‍🔧',
		'x'.repeat(300),
	];
	const chords = [
		'enter',
		'up',
		'down',
		'tab',
		'escape',
		'pageup',
		'pagedown',
		'ctrl-o',
		'ctrl-r',
		'f1',
		'left',
		'ctrl-w',
	];
	const typed = fc.oneof(
		fc.constantFrom(...words),
		fc.constantFrom(...chords.map((chord) => `<${chord}>`)),
		fc.constant('<enter>'),
	);
	fc.assert(
		fc.property(
			fc.array(typed, {maxLength: 14}),
			fc.integer({min: 1, max: 300}),
			fc.integer({min: 1, max: 100}),
			(keys, columns, rows) => {
				const {app} = play(firstLesson(), ...keys);
				for (const size of [
					{columns, rows},
					{columns: 80, rows: 24},
					{columns: 60, rows: 16},
				]) {
					expect(misshapen(updateApp(app, {kind: 'resized', size}).app)).toEqual([]);
				}
			},
		),
		{numRuns: 60},
	);
});
