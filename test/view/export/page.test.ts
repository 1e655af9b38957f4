import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {open} from '../../../src/session/file.js';
import {present} from '../../../src/session/tree.js';
import {ladderSentences} from '../../../src/view/diagram/sentence.js';
import {exported} from '../../../src/view/export/export.js';
import {toldOf} from '../../../src/view/export/picture.js';
import {runOf} from './a-run.js';

const folders = ['../../scenarios', '../../scenarios/field', '../../stories'].map((folder) =>
	join(import.meta.dirname, folder),
);
const scripts = folders.flatMap((folder) =>
	readdirSync(folder)
		.filter((name) => name.endsWith('.fence'))
		.map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const),
);

describe('The page of a run', () => {
	it('takes at most 60 kB for every story, and has a row for each sentence', () => {
		let told = 0;
		for (const [name, text] of scripts) {
			const opened = open(name, text);
			if (!opened.ok) continue;
			told += 1;
			const {tree, verdict} = opened;
			const html = exported('html', {tree, verdict, code: null}, {columns: 80, ascii: false});
			expect(Buffer.byteLength(html), name).toBeLessThanOrEqual(60_000);
			for (const {text: sentence} of ladderSentences(toldOf(tree), present(tree).world.spec))
				expect(html, name).toContain(inHtml(sentence.replace(/^\d+\. /, '')));
		}
		expect(told).toBeGreaterThan(50);
	});

	it('is the same bytes each time', () => {
		expect(pageOf('client A\nlock door lease\nA acquire door')).toBe(
			pageOf('client A\nlock door lease\nA acquire door'),
		);
	});

	it('lets in its own script and style and nothing else', () => {
		const html = pageOf('client A\nlock door lease\nA acquire door');
		const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '';
		const [, script = ''] = /<script>([\s\S]+?)<\/script>/.exec(html) ?? [];
		const [, style = ''] = /<style>([\s\S]+?)<\/style>/.exec(html) ?? [];
		expect(policy).toBe(
			`default-src 'none'; script-src '${hash(script)}'; style-src '${hash(style)}'; base-uri 'none'; form-action 'none'`,
		);
		expect(html).not.toMatch(/\son\w+=|\sstyle=|https?:\/\/(?!www\.w3\.org\/2000\/svg)|@import|url\(/);
	});

	it('takes what a script says for text, whatever it says', () => {
		const html = pageOf(`client A\nstore s unfenced\nput d note="x"\nA write d note="</script><img src=x>&amp;" to s`);
		expect(html).not.toContain('<img');
		expect(html.match(/<\/script>/g)).toHaveLength(2);
		expect(html).toContain('&lt;/script&gt;&lt;img src=x&gt;&amp;amp;');
	});

	it('gives what was typed line by line', () => {
		expect(pageOf('client A\nstore s unfenced')).toContain('<pre tabindex="0">client A\nstore s unfenced\n</pre>');
	});

	it('says that nothing has happened where nothing has', () => {
		expect(pageOf('client A')).toContain('Nothing has happened that could be drawn.');
	});
});

function pageOf(text: string): string {
	return exported('html', runOf(text), {columns: 80, ascii: false});
}

function hash(text: string): string {
	return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function inHtml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
