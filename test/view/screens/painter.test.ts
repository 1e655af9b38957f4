import xterm from '@xterm/headless';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Key, press} from '../../../src/view/prompt/key.js';
import type {App} from '../../../src/view/screens/app.js';
import {appFrame} from '../../../src/view/screens/app-frame.js';
import {blank, type Painted, painted} from '../../../src/view/screens/painter.js';
import {makeTheme} from '../../../src/view/screens/theme.js';
import {updateApp} from '../../../src/view/screens/update-app.js';
import {rowWidth} from '../../../src/view/text/row.js';
import {firstLesson, play, sandbox} from './playing.js';

describe('Painting', () => {
	it('shows the same after any keys and resizes, drawn in steps, as when it is drawn at once', async () => {
		const fresh = new xterm.Terminal({cols: 80, rows: 24, allowProposedApi: true});
		const starts = [sandbox(), firstLesson()];
		await fc.assert(
			fc.asyncProperty(fc.nat(1), fc.array(deed, {minLength: 100, maxLength: 100}), async (start, deeds) => {
				const display = new xterm.Terminal({cols: 80, rows: 24, allowProposedApi: true});
				let app = starts[start] ?? sandbox();
				let shown = blank;
				for (const [index, key] of deeds.entries()) {
					if ('columns' in key) {
						display.resize(key.columns, key.rows);
						await write(display, '\u001B[0m\u001B[2J\u001B[H');
						shown = blank;
						app = updateApp(app, {kind: 'resized', size: key}).app;
					} else app = play(app, key).app;
					const next = paintedOf(app);
					await write(display, painted(shown, next, app.size.columns));
					shown = next;
					if (index % 10 !== 9) continue;
					fresh.reset();
					fresh.resize(app.size.columns, app.size.rows);
					await write(fresh, painted(blank, next, app.size.columns));
					expect(cells(display)).toEqual(cells(fresh));
				}
				display.dispose();
			}),
			{numRuns: 100},
		);
	});

	it('writes at most 300 bytes for a typed letter, at every size, and erases no row', () => {
		for (const [columns, rows] of [
			[60, 20],
			[80, 24],
			[120, 40],
		] as const)
			for (const start of [
				sandbox(columns, rows),
				play(firstLesson(columns, rows), '<enter>', '<enter>', '<enter>').app,
			]) {
				let app = start;
				for (const letter of 'A acquire account; B wr') {
					const before = paintedOf(app);
					app = play(app, letter).app;
					const text = painted(before, paintedOf(app), columns);
					expect({letter, columns, bytes: Buffer.byteLength(text)}).toSatisfy(({bytes}) => bytes > 0 && bytes <= 300);
					expect(text).not.toMatch(/\u001B\[[12]?K.*\u001B\[[12]K|\u001B\[2[JK]/);
				}
			}
	});

	it('writes nothing where nothing has changed, and only the cursor where only the cursor has moved', () => {
		const one: Painted = {rows: ['a', 'b'], cursor: {x: 1, y: 1}};
		expect(painted(one, one, 80)).toBe('');
		expect(painted(one, {...one, cursor: {x: 0, y: 1}}, 80)).toBe('\u001B[2H');
		expect(painted(one, {...one, cursor: null}, 80)).toBe('\u001B[?25l');
		expect(painted({...one, cursor: null}, one, 80)).toBe('\u001B[2;2H\u001B[?25h');
	});

	it('leaves nothing of a longer frame', async () => {
		const display = new xterm.Terminal({cols: 10, rows: 4, allowProposedApi: true});
		const long: Painted = {rows: ['0123456789', 'abc', 'def'], cursor: null};
		const short: Painted = {rows: ['x'], cursor: null};
		await write(display, painted(blank, long, 10));
		await write(display, painted(long, short, 10));
		expect(cells(display).map((row) => row.replace(/(?: -1)+ ?$/, ''))).toEqual(['x', '', '', '']);
	});
});

const key: fc.Arbitrary<Key> = fc.oneof(
	{weight: 6, arbitrary: fc.constantFrom(...'abAB wr09').map((text): Key => ({kind: 'text', text}))},
	{
		weight: 3,
		arbitrary: fc
			.constantFrom(
				'enter',
				'tab',
				'left',
				'right',
				'up',
				'down',
				'home',
				'end',
				'backspace',
				'pageup',
				'pagedown',
				'ctrl-w',
				'ctrl-u',
				'ctrl-r',
				'ctrl-o',
				'escape',
				'f1',
			)
			.map((chord) => press(chord)),
	},
	{
		weight: 1,
		arbitrary: fc
			.constantFrom(
				'A acquire account\n',
				'wait 3s\nB acquire account\n',
				'дщ '.repeat(60),
				'日本'.repeat(50),
				'😀'.repeat(60),
				'é'.repeat(90),
				'/help\n',
				'/state\n',
				'/undo\n',
			)
			.map((text): Key => ({kind: 'paste', text})),
	},
);
const size = fc.record({columns: fc.integer({min: 40, max: 130}), rows: fc.integer({min: 10, max: 45})});
const deed = fc.oneof({weight: 30, arbitrary: key}, {weight: 1, arbitrary: size});

const theme = makeTheme('dark', 2);

function paintedOf(app: App): Painted {
	const {rows, field} = appFrame(app);
	return {
		rows: rows.map((row, index) =>
			field?.row === index
				? theme.paint(field.label) + field.value + field.placeholder + theme.paint([{text: field.ahead, style: 'dim'}])
				: theme.paint(row),
		),
		cursor: field === null ? null : {x: rowWidth(field.label) + field.cursor, y: field.row},
	};
}

function write(display: InstanceType<typeof xterm.Terminal>, text: string): Promise<void> {
	return new Promise((done) => display.write(text, done));
}

/** Every row, with the colours of every third cell of it. */
function cells(display: InstanceType<typeof xterm.Terminal>): readonly string[] {
	const {active} = display.buffer;
	const spare = active.getNullCell();
	return Array.from({length: display.rows}, (_, row) => {
		const line = active.getLine(active.viewportY + row);
		let colors = '';
		for (let column = 0; column < display.cols; column += 3)
			colors += `${line?.getCell(column, spare)?.getFgColor() ?? 0} `;
		return `${line?.translateToString(true)} ${colors}`;
	});
}
