import {Chalk, type ChalkInstance} from 'chalk';
import type {Row, Style} from '../text/row.js';

/** A set of colours by name. */
export type ThemeName = (typeof themeNames)[number];

/** What a style looks like: a text goes in, a text with terminal colours comes out. */
export type Theme = {readonly name: ThemeName; readonly paint: (row: Row) => string};

/** `dark` and `light` are for those backgrounds; `mono` is for no colour at all, only weight. */
export const themeNames = ['dark', 'light', 'mono'] as const;

/**
 * The theme of a name for a terminal. Units: `colors` as in chalk, 0 for none to 3 for all.
 * The first 16 colours are whatever the terminal's palette makes of them, the background included; so a terminal that has no others gets weights only.
 */
export function makeTheme(name: ThemeName, colors: 0 | 1 | 2 | 3): Theme {
	const styles = palettes[colors < 2 ? 'mono' : name](new Chalk({level: colors}));
	const paint = (row: Row) => row.map(({text, style}) => (style === 'plain' ? text : styles[style](text))).join('');
	return {name, paint};
}

/** Whether the environment tells the background. Source: rxvt's COLORFGBG, `foreground;background`. */
export function tellsBackground(env: Readonly<Record<string, string | undefined>>): boolean {
	return /;\d+$/.test(env['COLORFGBG'] ?? '');
}

/** The theme for a background that the terminal has named, or null where the text is no such answer. Source: xterm, OSC 11, `rgb:rrrr/gggg/bbbb` with one to four digits each. */
export function themeFor(answer: string): ThemeName | null {
	const found = /\]11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i.exec(answer);
	if (found === null) return null;
	const [red = 0, green = 0, blue = 0] = found
		.slice(1)
		.map((digits) => Number.parseInt(digits, 16) / (16 ** digits.length - 1));
	return 0.2126 * red ** 2.2 + 0.7152 * green ** 2.2 + 0.0722 * blue ** 2.2 > 0.25 ? 'light' : 'dark';
}

/** The theme that fits the background, where the environment tells it; 7 and 15 are white. */
export function guessTheme(env: Readonly<Record<string, string | undefined>>): ThemeName {
	return /;(7|15)$/.test(env['COLORFGBG'] ?? '') ? 'light' : 'dark';
}

/** The theme that a name means, or null. */
export function themeNamed(name: string): ThemeName | null {
	return themeNames.find((each) => each === name.toLowerCase()) ?? null;
}

type Palette = Readonly<Record<Exclude<Style, 'plain'>, ChalkInstance>>;

/**
 * Colours of the fixed part of the 256, from 16 on, which no palette changes. On the usual backgrounds each has a contrast of at least 4.5 to 1.
 * Source: WCAG 2.2, 1.4.3; the colour cube of xterm.
 */
const palettes: Readonly<Record<ThemeName, (chalk: ChalkInstance) => Palette>> = {
	dark: (chalk) => ({
		dim: chalk.ansi256(248),
		bold: chalk.bold,
		heading: chalk.bold.ansi256(80),
		accent: chalk.ansi256(80),
		code: chalk.ansi256(117),
		'inline-code': chalk.ansi256(117),
		cursor: chalk.bold.inverse,
		belief: chalk.ansi256(221),
		lease: chalk.ansi256(111),
		paused: chalk.ansi256(177),
		crashed: chalk.ansi256(248),
		accepted: chalk.ansi256(114),
		rejected: chalk.ansi256(210),
		violation: chalk.bold.ansi256(209),
	}),
	light: (chalk) => ({
		dim: chalk.ansi256(240),
		bold: chalk.bold,
		heading: chalk.bold.ansi256(24),
		accent: chalk.ansi256(25),
		code: chalk.ansi256(24),
		'inline-code': chalk.ansi256(24),
		cursor: chalk.bold.inverse,
		belief: chalk.ansi256(94),
		lease: chalk.ansi256(25),
		paused: chalk.ansi256(90),
		crashed: chalk.ansi256(240),
		accepted: chalk.ansi256(22),
		rejected: chalk.ansi256(124),
		violation: chalk.bold.ansi256(124),
	}),
	mono: (chalk) => ({
		dim: chalk.reset,
		bold: chalk.bold,
		heading: chalk.bold,
		accent: chalk.reset,
		code: chalk.bold,
		'inline-code': chalk.bold,
		cursor: chalk.inverse,
		belief: chalk.reset,
		lease: chalk.reset,
		paused: chalk.reset,
		crashed: chalk.reset,
		accepted: chalk.reset,
		rejected: chalk.reset,
		violation: chalk.bold,
	}),
};
