import {Chalk, type ChalkInstance} from 'chalk';
import type {Row, Style} from '../text/row.js';

/** A set of colours by name. */
export type ThemeName = (typeof themeNames)[number];

/** What a style looks like: a text goes in, a text with terminal colours comes out. */
export type Theme = {readonly name: ThemeName; readonly paint: (row: Row) => string};

/** `dark` and `light` are for those backgrounds; `mono` is for no colour at all, only weight. */
export const themeNames = ['dark', 'light', 'mono'] as const;

/** The theme of a name for a terminal. Units: `colors` as in chalk, 0 for none to 3 for all. */
export function makeTheme(name: ThemeName, colors: 0 | 1 | 2 | 3): Theme {
	const styles = palettes[name](new Chalk({level: colors}));
	const paint = (row: Row) => row.map(({text, style}) => (style === 'plain' ? text : styles[style](text))).join('');
	return {name, paint};
}

/** The theme that fits the background, where the terminal tells it. Source: rxvt's COLORFGBG, `foreground;background`; 7 and 15 are white. */
export function guessTheme(env: Readonly<Record<string, string | undefined>>): ThemeName {
	return /;(7|15)$/.test(env['COLORFGBG'] ?? '') ? 'light' : 'dark';
}

/** The theme that a name means, or null. */
export function themeNamed(name: string): ThemeName | null {
	return themeNames.find((each) => each === name.toLowerCase()) ?? null;
}

type Palette = Readonly<Record<Exclude<Style, 'plain'>, ChalkInstance>>;

const palettes: Readonly<Record<ThemeName, (chalk: ChalkInstance) => Palette>> = {
	dark: (chalk) => ({
		dim: chalk.gray,
		bold: chalk.bold,
		heading: chalk.bold.cyanBright,
		accent: chalk.cyan,
		code: chalk.cyanBright,
		'inline-code': chalk.cyanBright,
		cursor: chalk.bold.inverse,
		belief: chalk.yellow,
		lease: chalk.blueBright,
		paused: chalk.magenta,
		crashed: chalk.gray,
		accepted: chalk.green,
		rejected: chalk.red,
		violation: chalk.bold.redBright,
	}),
	light: (chalk) => ({
		dim: chalk.hex('#666666'),
		bold: chalk.bold,
		heading: chalk.bold.blue,
		accent: chalk.blue,
		code: chalk.hex('#005f87'),
		'inline-code': chalk.hex('#005f87'),
		cursor: chalk.bold.inverse,
		belief: chalk.hex('#875f00'),
		lease: chalk.blue,
		paused: chalk.magenta,
		crashed: chalk.hex('#666666'),
		accepted: chalk.hex('#006400'),
		rejected: chalk.red,
		violation: chalk.bold.red,
	}),
	mono: (chalk) => ({
		dim: chalk.dim,
		bold: chalk.bold,
		heading: chalk.bold,
		accent: chalk.reset,
		code: chalk.bold,
		'inline-code': chalk.bold,
		cursor: chalk.inverse,
		belief: chalk.reset,
		lease: chalk.reset,
		paused: chalk.reset,
		crashed: chalk.dim,
		accepted: chalk.reset,
		rejected: chalk.reset,
		violation: chalk.bold,
	}),
};
