import xterm from '@xterm/headless';
import {describe, expect, it} from 'vitest';
import {screenSvg} from '../../bench/screen-svg.js';

describe('The picture of a screen', () => {
	it('keeps the text, its place and its colours, and nothing that would end a tag', async () => {
		const svg = await pictureOf('\u001B[1;31mred\u001B[0m <b>&\r\n   \u001B[7m here \u001B[0m');
		expect(svg).toContain('fill="#e06c75" font-weight="bold">red</text>');
		expect(svg).toContain('&lt;b&gt;&amp;');
		expect(svg).toMatch(
			/<rect x="39\.2" y="32"[^>]+fill="#d8dee9"\/>\n<text x="39\.2"[^>]+fill="#1d2129">\s*here\s*<\/text>/,
		);
	});

	it('draws the 256 colours and the exact ones', async () => {
		const svg = await pictureOf('\u001B[38;5;196ma\u001B[38;5;244mb\u001B[38;2;1;2;3mc');
		expect(svg).toContain('fill="#ff0000">a');
		expect(svg).toContain('fill="#808080">b');
		expect(svg).toContain('fill="#010203">c');
	});
});

async function pictureOf(text: string): Promise<string> {
	const display = new xterm.Terminal({cols: 30, rows: 4, allowProposedApi: true});
	await new Promise<void>((done) => display.write(text, done));
	return screenSvg(display, 'A test');
}
