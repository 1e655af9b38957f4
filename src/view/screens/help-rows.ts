import {commands} from '../../language/command.js';
import {legendRows} from '../diagram/legend.js';
import {pad} from '../text/fit.js';
import type {Row} from '../text/row.js';
import {hangingRows, sentenceRow} from './prose-rows.js';

/** The commands, the keys and the marks of the ladder. */
export function helpRows(columns: number): readonly Row[] {
	return [
		[{text: ' Commands', style: 'bold'}],
		...commands.flatMap(({name, takes, about}) => entry(`/${name}${takes === '' ? '' : ` ${takes}`}`, about, columns)),
		[],
		[{text: ' Keys', style: 'bold'}],
		...keys.flatMap(([key, about]) => entry(key, about, columns)),
		[],
		[{text: ' Marks of the ladder', style: 'bold'}],
		...legendRows(columns - 2).map((each): Row => [{text: '  ', style: 'plain'}, ...each]),
		[],
		...hangingRows(
			[{text: ' ', style: 'plain'}],
			sentenceRow(
				'Everything else at the prompt is the fence language: `A acquire`, `wait 6s`, `A pause`. Tab shows what can come next, `/help TOPIC` tells more.',
			),
			columns,
		),
	];
}

function entry(name: string, about: string, columns: number): readonly Row[] {
	return hangingRows([{text: ` ${pad(name, 18)} `, style: 'code'}], sentenceRow(about), columns);
}

const keys: readonly (readonly [key: string, about: string])[] = [
	['Enter', 'Runs what is typed; with nothing typed, goes on.'],
	['Tab, Shift-Tab', 'Completes a word; again, goes round the candidates.'],
	['Right, End', 'At the end of the line, takes the dim text ahead.'],
	['Up, Down', 'Earlier lines. The half-typed one is kept.'],
	['Ctrl-R', 'Searches earlier lines; again, an older one.'],
	['Ctrl-A, Ctrl-E', 'To the beginning and the end of the line.'],
	['Alt-B, Alt-F', 'A word back, a word on. Ctrl with the arrows does the same.'],
	['Ctrl-W, Ctrl-U', 'Takes out the word, or all, before the cursor; Ctrl-K what comes after. Ctrl-Y puts it back.'],
	['PgUp, PgDn', 'Scroll the ladder.'],
	['Ctrl-O', 'The whole text and everything that was just said.'],
	['F1', 'This page.'],
	['F2', 'The whole ladder on the whole screen.'],
	['F3', 'What happened, to scale.'],
	['Esc', 'Closes a page, stops what takes long, empties the line. It never quits.'],
	['Ctrl-Z', 'Back to the shell; `fg` returns.'],
	['Ctrl-C, Ctrl-D', 'Quit. What you have done is kept.'],
];
