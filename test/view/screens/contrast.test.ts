import {describe, expect, it} from 'vitest';
import {makeTheme, themeFor} from '../../../src/view/screens/theme.js';
import type {Style} from '../../../src/view/text/row.js';

/** The backgrounds of the usual palettes. Sources: Solarized; GNOME Terminal and Ubuntu; Terminal.app Basic, Pro and Homebrew; Windows Terminal (Campbell, One Half); VS Code; xterm. */
const backgrounds = {
	dark: {
		'Solarized Dark': '#002b36',
		'GNOME dark': '#1e1e1e',
		'GNOME console': '#171421',
		Ubuntu: '#300a24',
		'Terminal.app Basic (dark)': '#1e1e1e',
		'Terminal.app Pro': '#000000',
		'Windows Terminal, Campbell': '#0c0c0c',
		'Campbell PowerShell': '#012456',
		'One Half Dark': '#282c34',
		'VS Code dark': '#1f1f1f',
		xterm: '#000000',
	},
	light: {
		'Solarized Light': '#fdf6e3',
		'GNOME light': '#ffffff',
		Tango: '#eeeeec',
		'Terminal.app Basic': '#ffffff',
		'One Half Light': '#fafafa',
		'VS Code light': '#ffffff',
	},
} as const;

const styles = [
	'dim',
	'bold',
	'heading',
	'accent',
	'code',
	'inline-code',
	'cursor',
	'belief',
	'lease',
	'paused',
	'crashed',
	'accepted',
	'rejected',
	'violation',
] as const satisfies readonly Style[];

describe('Every role of a theme', () => {
	for (const name of ['dark', 'light'] as const)
		for (const [palette, background] of Object.entries(backgrounds[name]))
			it(`can be read in the ${name} theme on ${palette}`, () => {
				for (const colors of [2, 3] as const)
					for (const style of styles) {
						const painted = makeTheme(name, colors).paint([{text: 'x', style}]);
						const index = /\u001B\[38;5;(\d+)m/.exec(painted)?.[1];
						// What has no colour of its own has the terminal's, which is the user's choice.
						if (index === undefined) expect(painted).not.toMatch(/\u001B\[(2m|3[0-8]|4\d|9\d|10\d)/);
						else
							expect({style, contrast: contrast(cube(Number(index)), background)}).toSatisfy(
								({contrast}) => contrast >= 4.5,
							);
					}
			});

	it('uses none of the 16 colours that a palette may make the background', () => {
		for (const name of ['dark', 'light', 'mono'] as const)
			for (const colors of [0, 1, 2, 3] as const)
				for (const style of styles)
					expect(makeTheme(name, colors).paint([{text: 'x', style}])).not.toMatch(/\u001B\[(2|3[0-7]|9[0-7])m/);
	});
});

describe('The answer of a terminal that is asked for its background', () => {
	it('chooses the theme', () => {
		expect(themeFor('\u001B]11;rgb:ffff/ffff/ffff\u0007')).toBe('light');
		expect(themeFor('\u001B]11;rgb:fdfd/f6f6/e3e3\u001B\\')).toBe('light');
		expect(themeFor('\u001B]11;rgb:0000/2b2b/3636\u0007')).toBe('dark');
		expect(themeFor('\u001B]11;rgba:00/00/00/ff\u0007')).toBe('dark');
		expect(themeFor('\u001B[?62;22c')).toBe(null);
	});
});

/** Source: the colour cube of xterm, 16 to 231, and its greys, 232 to 255. */
function cube(index: number): string {
	if (index < 16) throw new Error(`expected a fixed colour, got ${index}`);
	const level = (step: number) => (step === 0 ? 0 : 55 + 40 * step);
	const at = index - 16;
	const parts =
		index > 231
			? Array.from({length: 3}, () => 8 + 10 * (index - 232))
			: [level(Math.floor(at / 36)), level(Math.floor(at / 6) % 6), level(at % 6)];
	return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Source: WCAG 2.2, contrast ratio. */
function contrast(first: string, second: string): number {
	const [light = 0, dark = 0] = [luminance(first), luminance(second)].sort((one, other) => other - one);
	return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
		const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
