import {exercises} from 'fence-tutor:exercises';
import {lessons} from 'fence-tutor:lessons';
import chalk from 'chalk';
import {render} from 'ink';
import {afterAll, describe, expect, it} from 'vitest';
import {plainList} from '../../../src/cli/learn/lesson-list.js';
import {inkStdout} from '../../../src/cli/tty/ink-stdout.js';
import {noProgress} from '../../../src/progress/record.js';
import {change} from '../../../src/view/prompt/change.js';
import {emptyLine} from '../../../src/view/prompt/line.js';
import type {Frame} from '../../../src/view/screens/frame.js';
import {openHome} from '../../../src/view/screens/home.js';
import {homeShown} from '../../../src/view/screens/home-shown.js';
import {plainRows} from '../../../src/view/screens/plain-rows.js';
import {promptField} from '../../../src/view/screens/prompt-field.js';
import {Screen} from '../../../src/view/screens/Screen.js';
import {makeTheme, themeNames} from '../../../src/view/screens/theme.js';
import {row} from '../../../src/view/text/row.js';
import {unassisted} from '../prompt/unassisted.js';

const looks = themeNames.flatMap((name) => ([0, 1, 2, 3] as const).map((colors) => ({name, colors})));

const colorsBefore = chalk.level;
afterAll(() => {
	chalk.level = colorsBefore;
});

describe('The first frame', () => {
	it.each(looks)('is byte by byte the one that Ink takes over with: $name, $colors', ({name, colors}) => {
		chalk.level = colors;
		const theme = makeTheme(name, colors);
		for (const frame of frames(colors === 0)) expect(plainRows({frame, theme}).join('\n')).toBe(inkFrame(frame, theme));
	});
});

/** The home screen in every size and state that it begins in, and frames with everything a row can hold. */
function frames(colorless: boolean): readonly Frame[] {
	const list = plainList({lessons, exercises, progress: noProgress});
	const homes = [120, 80, 60, 40].flatMap((columns) =>
		[false, true].map((ascii) =>
			homeShown(openHome(list), {size: {columns, rows: 24}, ascii, colorless, lessonList: list, notice: null}),
		),
	);
	const wide = [
		row('鎖 ✓ e\u0301 👩‍🚀', 'heading'),
		[...row('a', 'accent'), ...row('b', 'dim'), ...row('  ', 'cursor')],
	];
	const place = {row: 1, label: row(' > ', 'accent'), hint: 'Enter goes on', columns: 40};
	const empty = promptField(emptyLine(), unassisted, place);
	const typed = promptField(change(emptyLine(), 'A pau', 5), {...unassisted, ahead: () => 'se'}, place);
	return [
		...homes,
		{rows: wide, field: null},
		...[empty, typed].map((field) => ({rows: [row('above'), [], []], field})),
	];
}

function inkFrame(frame: Frame, theme: ReturnType<typeof makeTheme>): string {
	let last = '';
	const stdout = inkStdout({columns: 120, rows: 24, write: () => true} as unknown as NodeJS.WriteStream, (next) => {
		last = next;
	});
	const stdin = {isTTY: false, on: () => {}, off: () => {}, setEncoding: () => {}} as unknown as NodeJS.ReadStream;
	const instance = render(<Screen frame={frame} theme={theme} />, {stdout, stdin, debug: true, patchConsole: false});
	// Under CI Ink ends with an empty line of its own.
	const shown = last;
	instance.unmount();
	return shown;
}
