import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join, relative, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';

const source = resolve(import.meta.dirname, '../src');

/** Each folder of src with the folders it may import besides itself. */
const below: Readonly<Record<string, readonly string[]>> = {
	sim: [],
	explore: ['sim'],
	language: ['sim', 'explore'],
	// Data about the world in, English out.
	// What a design promises, under which faults.
	design: ['sim', 'explore', 'language'],
	narrate: ['sim', 'explore', 'language', 'design'],
	// What there is to say about every word; lines and pages of it.
	help: ['sim', 'language'],
	lesson: ['sim', 'explore', 'language', 'narrate'],
	// A run as a text; a session shares and opens runs, and so do subcommands without one.
	share: ['sim', 'language', 'narrate'],
	// The learner's own code, over every schedule: what it asks, what it is told, and exercises.
	code: ['sim', 'explore', 'language', 'narrate'],
	progress: ['sim', 'explore', 'language', 'lesson'],
	session: ['sim', 'explore', 'language', 'narrate', 'help', 'lesson', 'share', 'code', 'progress'],
	view: ['sim', 'explore', 'language', 'design', 'narrate', 'help', 'lesson', 'share', 'code', 'session', 'progress'],
	// Real servers and real processes.
	live: ['sim', 'language', 'narrate'],
	cli: [
		'sim',
		'explore',
		'language',
		'design',
		'narrate',
		'help',
		'lesson',
		'share',
		'code',
		'session',
		'progress',
		'view',
		'live',
	],
	// What other programs import.
	api: ['explore', 'language', 'narrate', 'cli', 'sim'],
	// The manual page is made of the subcommands, the editors' grammars of the language.
	build: ['sim', 'language', 'design', 'lesson', 'view', 'cli', 'code'],
};

describe('The house', () => {
	it('has no folder in src but the ones with a place in the order', () => {
		expect([...new Set(files.map(({folder}) => folder))].filter((folder) => !(folder in below))).toEqual([]);
	});

	it('imports only downwards: sim < explore < language < design < narrate < lesson < session < view < cli, with help, share and code beside lesson, progress right below session, live right below cli, and api above it', () => {
		expect(
			wrong(({folder, imports}) =>
				imports
					.filter(
						(target) =>
							target.folder !== null &&
							target.folder !== '..' &&
							target.folder !== folder &&
							!below[folder]?.includes(target.folder),
					)
					.map(({text}) => text),
			),
		).toEqual([]);
	});

	it('keeps sim free of every package and of Node', () => {
		expect(
			wrong(({folder, imports}) =>
				folder === 'sim' ? imports.filter((target) => target.folder === null).map(({text}) => text) : [],
			),
		).toEqual([]);
	});

	it('leaves the process, its streams and the terminal to cli, and processes of its own to live', () => {
		expect(
			wrong(({folder, code}) =>
				['cli', 'build', 'live'].includes(folder)
					? []
					: found(
							code,
							/\bprocess\.(?!js\b|platform\b)\w+|\bconsole\.\w+|'node:(process|tty|readline|child_process)'/g,
						),
			),
		).toEqual([]);
	});

	it('touches the disk in cli, in live for its servers, and in the disk files of progress only', () => {
		const users = files
			.filter(({folder, code}) => !['cli', 'build', 'live'].includes(folder) && /'node:fs(\/promises)?'/.test(code))
			.map(({path}) => path);
		expect(users.filter((path) => !path.startsWith('progress/disk'))).toEqual([]);
	});

	it('lets nothing below the view depend on the clock or on chance', () => {
		const pure = ['sim', 'explore', 'language', 'design', 'narrate', 'help', 'lesson', 'share', 'code', 'session'];
		expect(
			wrong(({folder, code}) =>
				pure.includes(folder)
					? found(
							code,
							/\bDate\b(?= *[.(])|\bMath\.random|\bperformance\.|\bset(Timeout|Interval|Immediate)\b|\bqueueMicrotask\b/g,
						)
					: [],
			),
		).toEqual([]);
	});

	it('never performs a statement in the view', () => {
		expect(
			wrong(({folder, imports}) =>
				folder === 'view' ? imports.filter(({text}) => /\/sim\/perform\.js$/.test(text)).map(({text}) => text) : [],
			),
		).toEqual([]);
	});

	it('says nothing in English in sim and explore, but what a kind of lock or a rule of a store says of itself', () => {
		// In the tables of kinds and rules; and what is thrown, in two files by a function of its own.
		const isTable = (path: string) =>
			/^sim\/(lock|store|option)\//.test(path) || ['sim/journal.ts', 'explore/engine/encoder.ts'].includes(path);
		expect(
			wrong(({folder, path, code}) => (['sim', 'explore'].includes(folder) && !isTable(path) ? sentencesIn(code) : [])),
		).toEqual([]);
	});

	it('looks a name of a world up in one file of sim; set-up, which declares them, has its own', () => {
		expect(
			wrong(({folder, path, code}) =>
				folder === 'sim' && !['sim/address.ts', 'sim/setup.ts'].includes(path)
					? found(code, /\b(clients|locks|stores|resources)\.find\w*\(\s*\(\{name\}|\bfindIndex\(\(\{name\}/g)
					: [],
			),
		).toEqual([]);
	});

	it('tells of what happens in the world in narrate only', () => {
		const elsewhere = (path: string) => Object.keys(otherWords).some((start) => path.startsWith(start));
		expect(
			wrong(({folder, path, code}) =>
				['session', 'view', 'cli', 'lesson', 'share', 'progress'].includes(folder) && !elsewhere(path)
					? sentencesIn(code).filter((text) => aboutTheWorld.test(text))
					: [],
			),
		).toEqual([]);
	});

	it('is told in docs/architecture.md with the rooms that are there, and with where to change twelve usual things', () => {
		const page = readFileSync(resolve(source, '../docs/architecture.md'), 'utf8');
		for (const room of Object.keys(below)) expect(page).toMatch(new RegExp(`^ {2}${room}/ `, 'm'));
		const usual = page.split('## Where do I change')[1]?.split('## ')[0] ?? '';
		const paths = [...usual.matchAll(/`(src\/[^`]+)`/g)].map(([, path]) => path ?? '');
		expect(paths.length).toBeGreaterThanOrEqual(12);
		expect(paths.filter((path) => !existsSync(resolve(source, '..', path)))).toEqual([]);
	});

	it('exports what another file imports; what only its own file uses is no export', () => {
		const folders = ['src', 'test', 'bench'].map((folder) => resolve(source, '..', folder));
		const imported = new Set(folders.flatMap(namesImportedIn));
		// What a bundle or a tool begins with is imported by no source.
		const entries = ['cli/main.ts', 'api/index.ts', 'build/longest-first.ts'];
		expect(
			wrong(({path, code}) => {
				const file = resolve(source, path);
				if (entries.includes(path) || imported.has(`${file} *`)) return [];
				return [...withoutTemplates(code).matchAll(exportedName)].flatMap(([, name = '']) =>
					imported.has(`${file} ${name}`) ? [] : [name],
				);
			}),
		).toEqual([]);
	});

	it('exports by name, in files with a noun for a name', () => {
		expect(
			wrong(({code, path}) => [
				...found(code, /^export default\b/gm),
				...found(path, /\b(utils?|helpers?|manager)\b/g),
			]),
		).toEqual([]);
	});
});

/** What else holds words like those of the world, each with its reason. */
const otherWords: Readonly<Record<string, string>> = {
	'cli/commands/': 'what a subcommand and its options are for',
	'cli/code/write-folder.ts': 'the types of the learner’s folder, for an editor',
	'cli/completion-script.ts': 'a program for a shell',
	'cli/man-page.ts': 'the manual page',
	'cli/learn/home.ts': 'what the whole program is about',
	'lesson/draft/new-lesson.ts': 'the text of a lesson for its author to change',
	'lesson/check/': 'advice to an author about a lesson',
	'lesson/read-front.ts': 'advice to an author about a lesson',
	'session/hint.ts': 'what there is to say about hints',
	'session/why.ts': 'that there is nothing to explain',
	'share/code.ts': 'what is wrong with a code',
	'view/screens/actor-summary.ts': 'two words where no sentence has room',
	'lesson/allow.ts': 'what a task allows, which is no event',
	'session/open.ts': 'the script of the sandbox',
	'share/primer.ts': 'statements, for the compressor',
	'view/diagram/legend.ts': 'what the marks of the picture mean',
	'view/export/page': 'headings and colours of a page',
	'view/screens/help-rows.ts': 'keys and commands',
	'view/screens/home-frame.ts': 'what the whole program is about',
};

/** Verbs and nouns that a sentence about an event or an actor of the world has. */
const aboutTheWorld =
	/\b(believes?|holds (it|the)|held by|granted|denied|accepted|accepts|rejected|rejects|expires?|expired|lease|tokens?|released|renewed|paused|crashe[sd]|quorum)\b/;

/** The texts of a file with three words or more in a row. What is thrown is for us, and no learner reads it. */
function sentencesIn(code: string): readonly string[] {
	const told = code.replace(/(new \w*Error|super)\(\s*(`[^`]*`|'[^'\n]*'),?\s*\)/g, '');
	return [...told.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)]
		.map(([, plain, template]) => (plain ?? template ?? '').replace(/\$\{[^}]*\}/g, '…'))
		.filter((text) => /[A-Za-z…']+ [a-z…']+ [a-z…']+/.test(text) && /[a-z]{2,} [a-z]{2,}/.test(text));
}

type Import = {readonly text: string; readonly folder: string | null};
type File = {
	readonly path: string;
	readonly folder: string;
	readonly code: string;
	readonly imports: readonly Import[];
};

const files: readonly File[] = readdirSync(source, {recursive: true, encoding: 'utf8'})
	.filter((path) => /\.(ts|tsx|mjs)$/.test(path))
	.map((path) => readSource(path.replaceAll('\\', '/')))
	.sort((a, b) => (a.path < b.path ? -1 : 1));

function readSource(path: string): File {
	const code = withoutComments(readFileSync(join(source, path), 'utf8'));
	const texts = [...code.matchAll(/(?:\bfrom\s|\bimport|\bimport\()\s*'([^'\n]+)'/g)].map((match) => match[1] ?? '');
	return {
		path,
		code,
		folder: path.split('/')[0] ?? '',
		imports: texts.map((text) => ({text, folder: folderOf(path, text)})),
	};
}

/** Null for a package, for Node and for the compiled lessons. */
function folderOf(path: string, text: string): string | null {
	if (!text.startsWith('.')) return null;
	return (
		relative(source, resolve(source, dirname(path), text))
			.replaceAll('\\', '/')
			.split('/')[0] ?? null
	);
}

function withoutComments(code: string): string {
	return code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

const exportedName = /^export (?:async )?(?:function|const|class|type) (\w+)/gm;

/** A file and a name, or `*`, for each import in the files of a folder. */
function namesImportedIn(folder: string): readonly string[] {
	return readdirSync(folder, {recursive: true, encoding: 'utf8'})
		.filter((path) => /\.(ts|tsx|mjs)$/.test(path))
		.flatMap((path) => {
			const code = withoutComments(readFileSync(join(folder, path), 'utf8'));
			const target = (text: string) => targetOf(resolve(folder, dirname(path), text));
			return [
				...[...code.matchAll(/\b(?:import|export)\b([^;'"]*?)\bfrom\s+'(\.[^']+)'/g)].flatMap(
					([, names = '', text = '']) =>
						(/\{/.test(names) ? namesIn(names) : ['*']).map((name) => `${target(text)} ${name}`),
				),
				...[...code.matchAll(/\bimport\(\s*'(\.[^']+)'/g)].map(([, text = '']) => `${target(text)} *`),
			];
		});
}

/** `a` and `b` of `type {a, type b as c}`. */
function namesIn(braces: string): readonly string[] {
	return [...braces.replace(/^[^{]*\{|\}[^}]*$/g, '').matchAll(/(?:^|,)\s*(?:type\s+)?(\w+)/g)].map(
		([, name = '']) => name,
	);
}

/** The file that an import means: its ending says what is emitted, not what is written. */
function targetOf(path: string): string {
	const [typed, screen] = [path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx')];
	return existsSync(typed) ? typed : existsSync(screen) ? screen : path;
}

function withoutTemplates(code: string): string {
	return code.replace(/`(?:[^`\\]|\\.)*`/g, '``');
}

/** Returns `file: what` for all that a rule finds. */
function wrong(rule: (file: File) => readonly string[]): readonly string[] {
	return files.flatMap((file) => rule(file).map((what) => `src/${file.path}: ${what}`));
}

function found(text: string, pattern: RegExp): readonly string[] {
	return [...text.matchAll(pattern)].map(([match]) => match);
}
