import {styledCharsFromTokens, styledCharsToString, type Token, tokenize} from '@alcalzone/ansi-tokenize';
import chalk from 'chalk';
import type {Field, Frame} from './frame.js';
import type {Theme} from './theme.js';

/** A frame and the colours it is shown in. */
export type Shown = {readonly frame: Frame; readonly theme: Theme};

/** The rows of a frame, byte by byte as Ink makes them of `Screen`, without Ink: what is shown until it is loaded. */
export function plainRows({frame: {rows, field}, theme}: Shown): readonly string[] {
	return rows.map((row, index) => asInkWrites(field?.row === index ? fieldText(field, theme) : theme.paint(row)));
}

function fieldText({label, value, placeholder, ahead}: Field, {paint}: Theme): string {
	const typed = value === '' && placeholder !== '' ? chalk.grey(placeholder) : value;
	return paint(label) + typed + paint([{text: ahead, style: 'dim'}]);
}

/** Ink goes from one colour right to the next, and leaves out the spaces at the end of a row. */
function asInkWrites(text: string): string {
	return text.includes('\u001B') ? styledCharsToString(styledCharsFromTokens(tokens(text))).trimEnd() : text.trimEnd();
}

/** What stands between two changes of style is one token: how it is written depends on nothing else, and to look at each character would take half the time of the first frame. */
function tokens(text: string): Token[] {
	return text.split(style).flatMap((part): Token[] => {
		if (part === '') return [];
		return part.startsWith('\u001B') ? tokenize(part) : [{type: 'char', value: part, fullWidth: false}];
	});
}

const style = /(\u001B\[[\d;]*m)/;
