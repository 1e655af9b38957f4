import {readdirSync, readFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import {inProject} from '../../src/build/project.js';
import {terms} from '../../src/help/glossary.js';
import {helpTopics} from '../../src/help/topics.js';

/** A word and where a learner first meets it. */
export type Met = {readonly word: string; readonly where: string};

/** Every word that a learner reads, once, by itself: no code, no number, no address. Order: as they are met, page by page. */
export function learnerWords(): readonly Met[] {
	const texts = [...pages(), ...sentencesInSource(), ...helped()];
	const first = new Map<string, string>();
	for (const {where, text} of texts) for (const word of wordsIn(text)) if (!first.has(word)) first.set(word, where);
	return [...first].map(([word, where]) => ({word, where}));
}

/** The words of a text in small letters, without code, what stands in quotes of a program, and addresses. */
export function wordsIn(text: string): readonly string[] {
	const plain = text
		.replaceAll(/``.*?``|`[^`]*`/g, ' ')
		.replaceAll(/\]\([^)]*\)|https?:\S+|\$\{[^}]*\}|\{[^}]*\}|--?[a-z-]+\b|\/[a-z]+\b|\S*[_=<>@/\\]\S*/g, ' ')
		.replaceAll('’', "'");
	return (plain.match(/(?<![\p{L}\p{N}.-])\p{L}[\p{L}'-]*\p{L}(?![\p{L}\p{N}]|\.[a-z])/gu) ?? [])
		.filter((word) => !/^[A-Z]{2,}|[a-z][A-Z]/.test(word))
		.flatMap((word) => word.toLowerCase().split('-'))
		.map((word) => word.replace(/'s$|s'$/, (end) => (end === "s'" ? 's' : '')))
		.filter((word) => word.length > 1);
}

/** The bases that a word may be a form of, itself first. */
export function basesOf(word: string): readonly string[] {
	const cut = (end: RegExp, ...instead: readonly string[]) =>
		end.test(word) ? instead.map((each) => word.replace(end, each)) : [];
	return [
		word,
		...cut(/ies$/, 'y'),
		...cut(/es$/, '', 'e'),
		...cut(/s$/, ''),
		...cut(/ied$/, 'y'),
		...cut(/ed$/, '', 'e'),
		...cut(/(.)\1ed$/, '$1'),
		...cut(/ing$/, '', 'e'),
		...cut(/(.)\1ing$/, '$1'),
		...cut(/ly$/, '', 'le'),
		...cut(/er$/, '', 'e'),
		...cut(/est$/, '', 'e'),
		...cut(/n't$/, ''),
		...cut(/^un(?=.{4})/, ''),
	];
}

type Told = {readonly where: string; readonly text: string};

/** Pages for those who work on the program itself. */
const forBuilders = ['architecture.md', 'build.md', 'differences.md', 'sources.md'];

function pages(): readonly Told[] {
	const folders = ['lessons', 'docs'].map((name) => inProject(name));
	const files = folders.flatMap((folder) =>
		readdirSync(folder, {withFileTypes: true, recursive: true})
			.filter((entry) => entry.isFile() && entry.name.endsWith('.md') && !forBuilders.includes(entry.name))
			.map(({parentPath, name}) => join(parentPath, name)),
	);
	return [...files, inProject('README.md')].map((file) => ({
		where: relative(inProject(), file),
		text: readingOf(readFileSync(file, 'utf8')),
	}));
}

/** What is read of a page: its prose, and of its blocks only what is said to a learner. */
function readingOf(page: string): string {
	return page
		.replace(/^---[\s\S]*?\n---\n/, '')
		.replaceAll(/```(\w*)\n([\s\S]*?)```/g, (_, name: string, block: string) => {
			if (name === 'debrief') return block.replace(/\ncode:[\s\S]*/, '').replace(/^card:/m, '');
			if (name === 'notes') return block;
			if (name !== 'predict' && name !== 'task') return '\n';
			return block
				.replace(/\n(solution|accept|reject|allow|run):[\s\S]*?(?=\n\w|$)/g, '\n')
				.split('\n')
				.flatMap(
					(line) => /^\s*(?:- )?(?:question|say|because|show): (.*)$|^ {2}- ([A-Z].*[.?])$/.exec(line)?.slice(1) ?? [],
				)
				.join('\n');
		});
}

/** Texts of several words in the source that talks to people. */
function sentencesInSource(): readonly Told[] {
	const rooms = ['narrate', 'session', 'view', 'cli', 'language', 'sim', 'lesson', 'code', 'live', 'progress', 'share'];
	return rooms.flatMap((room) =>
		readdirSync(inProject('src', room), {withFileTypes: true, recursive: true})
			.filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
			.flatMap(({parentPath, name}) => {
				const where = relative(inProject(), join(parentPath, name));
				const source = readFileSync(join(parentPath, name), 'utf8').replaceAll(
					/^\s*(?:\/\/|\*|\/\*).*$|^import .*$/gm,
					'',
				);
				const texts = source.match(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g) ?? [];
				return texts.filter(isSentence).map((text) => ({where, text: text.slice(1, -1)}));
			}),
	);
}

function isSentence(text: string): boolean {
	return /^.(?:[A-Z][a-z]*|[A-Z]) [\s\S]*[.?!:]/.test(text) || /\p{Ll}+ \p{Ll}+ \p{Ll}+.*\.\s*.$/u.test(text);
}

function helped(): readonly Told[] {
	return [...helpTopics(), ...terms].map(({name, meaning}) => ({where: `help ${name}`, text: meaning}));
}
