import {readdirSync, readFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import {describe, expect, it} from 'vitest';
import {inProject} from '../../src/build/project.js';
import {terms} from '../../src/help/glossary.js';
import {helpTopics} from '../../src/help/topics.js';

/** Longer sentences have two thoughts, and whoever reads English as a second language has lost the first by then. Units: words. */
const longest = 24;

describe('Plain English', () => {
	it('has no sentence over 24 words in lessons, challenges, exercises, the README and the facilitator’s guide', () => {
		const pages = [...pagesIn(inProject('lessons')), inProject('README.md'), inProject('docs/facilitator.md')];
		expect(pages.length).toBeGreaterThan(30);
		expect(
			pages.flatMap((page) =>
				tooLong(proseOf(readFileSync(page, 'utf8'))).map((said) => `${relative(inProject(), page)}: ${said}`),
			),
		).toEqual([]);
	});

	it('has none in help and in the glossary', () => {
		expect(helpTopics().flatMap(({name, meaning}) => tooLong([meaning]).map((said) => `${name}: ${said}`))).toEqual([]);
		expect(terms.length).toBeGreaterThan(20);
		expect(terms.flatMap(({name, meaning}) => tooLong([meaning]).map((said) => `${name}: ${said}`))).toEqual([]);
	});

	it('counts what a reader reads at one breath', () => {
		expect(tooLong([`${'word '.repeat(24)}end.`])).toHaveLength(1);
		expect(tooLong([`${'word '.repeat(20)}end: ${'word '.repeat(20)}end.`])).toEqual([]);
	});
});

function pagesIn(folder: string): readonly string[] {
	return readdirSync(folder, {withFileTypes: true, recursive: true})
		.filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
		.map(({parentPath, name}) => join(parentPath, name));
}

/** The paragraphs and items of a page, without its front matter, blocks, tables and headings. */
function proseOf(page: string): readonly string[] {
	return page
		.replace(/^---[\s\S]*?\n---\n/, '')
		.replace(/```[\s\S]*?```/g, '\n\n')
		.replace(/^(\||#+ ).*$/gm, '\n')
		.split(/\n\s*\n|\n(?=[-*] |\d+\. )/)
		.map((paragraph) => paragraph.replace(/\s+/g, ' ').trim());
}

function tooLong(paragraphs: readonly string[]): readonly string[] {
	return paragraphs
		.flatMap((paragraph) => paragraph.split(/(?<=[.!?:;])\s+/))
		.filter((sentence) => sentence.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length > longest);
}
