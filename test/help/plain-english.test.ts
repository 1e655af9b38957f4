import {readdirSync, readFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import {describe, expect, it} from 'vitest';
import {inProject} from '../../src/build/project.js';
import {terms} from '../../src/help/glossary.js';
import {helpTopics} from '../../src/help/topics.js';
import {basesOf, learnerWords, wordsIn} from './learner-words.js';

/** Longer sentences have two thoughts, and whoever reads English as a second language has lost the first by then. Units: words. */
const longest = 24;

/** The plain words, and those that the glossary and help explain. */
const known = new Set([
	...readFileSync(inProject('test/help/plain-words.txt'), 'utf8').replace(/^#.*$/gm, '').split(/\s+/),
	...[...terms, ...helpTopics()].flatMap(({name, words = []}) => [name, ...words].flatMap(wordsIn)),
]);

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

	it('has no word that is neither plain nor explained, in all that a learner reads', () => {
		const unknown = learnerWords().filter(({word}) => !basesOf(word).some((base) => known.has(base)));
		expect(unknown.map(({word, where}) => `${word} (${where})`)).toEqual([]);
	});

	it('finds a rare word in a sentence, and passes over code, names of files and forms of known words', () => {
		const met = wordsIn("The zombie's `obfuscated` write to src/perspicacious.ts is promulgated twice; it's retried.");
		expect(met.filter((word) => !basesOf(word).some((base) => known.has(base)))).toEqual(['promulgated']);
		expect(learnerWords().length).toBeGreaterThan(1500);
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
