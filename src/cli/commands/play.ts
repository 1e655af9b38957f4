import type {Opened} from '../../session/file.js';
import {command} from '../command.js';
import {exitCode, UnusableInput} from '../exit-code.js';
import type {Io} from '../io.js';

/** `fence-tutor play`: the sandbox, with a world of its own or that of a script. */
export const playCommand = command({
	name: 'play',
	summary: 'Open the sandbox: a world to do with what you like',
	usage: '[FILE]',
	options: {presenter: {kind: 'flag', about: 'a script as slides on a projector: Space goes on, Left goes back'}},
	examples: [
		{line: 'fence-tutor play', about: 'two clients, one lock, a fenced store and an unfenced one'},
		{line: 'fence-tutor play mine.fence', about: 'a script, to walk through and to go on from'},
	],
	isEndless: () => true,
	async run({words, options}, io) {
		if (options.presenter && words[0] === undefined)
			throw new UnusableInput('Say what to present: fence-tutor play mine.fence --presenter');
		const opened = words[0] === undefined ? null : await openedScript(words[0], io);
		if (opened !== null && !opened.ok) {
			io.stderr.write(opened.problems.map((problem) => `${problem}\n`).join(''));
			return exitCode.unusable;
		}
		if (options.presenter && opened !== null) {
			const [{slidesOfRun}, {present}] = await Promise.all([
				import('../../session/slides.js'),
				import('../learn/present.js'),
			]);
			return await present(slidesOfRun(opened.tree, words[0] ?? ''), {title: words[0] ?? '', minutes: null}, null, io);
		}
		const [{lessons}, {learnerStore}] = await Promise.all([
			import('fence-tutor:lessons'),
			import('../learner-store.js'),
		]);
		const store = await learnerStore(io);
		const tree = opened === null ? null : opened.tree;
		if (io.terminal === null) return await (await import('../plain/play.js')).playPlainly(io, tree, lessons, store);
		const [{exercises}, {openScreens}, {openLibrary}, {openSandbox}] = await Promise.all([
			import('fence-tutor:exercises'),
			import('../tty/open-screens.js'),
			import('../learn/library.js'),
			import('../../session/open.js'),
		]);
		const {library, notice} = openLibrary(lessons, store, () => new Date().toISOString(), {exercises});
		const {session} = tree === null ? openSandbox() : openSandbox(tree);
		return await openScreens(io, io.terminal, library, {kind: 'session', session}, notice);
	},
});

/** The world of a script file, or everything that is wrong with it. */
async function openedScript(path: string, io: Io): Promise<Opened> {
	const [{readSource}, {open}, {placed}] = await Promise.all([
		import('../read-source.js'),
		import('../../session/file.js'),
		import('../file-position.js'),
	]);
	const source = await readSource(path, io);
	if (source.ok) return open(path, source.text);
	return {ok: false, problems: [placed({file: path, ...source.problem}, source.problem.message).trimEnd()]};
}
