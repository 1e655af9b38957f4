import {command} from '../command.js';
import {exitCode, UnusableInput} from '../exit-code.js';

/** `fence-tutor learn`: one lesson, on the full screen or line by line. */
export const learnCommand = command({
	name: 'learn',
	summary: 'Open a lesson; without a name, the one to go on with',
	usage: '[ID|FILE]',
	options: {
		again: {kind: 'flag', about: 'begin at the beginning, whatever you did before'},
	},
	examples: [
		{line: 'fence-tutor learn', about: 'go on where you were'},
		{line: 'fence-tutor learn lease', about: 'a lesson by its id or number; "fence-tutor list" shows them'},
		{line: 'fence-tutor learn mine.md', about: 'a lesson of your own'},
		{line: 'fence-tutor learn lease --plain < lines.txt', about: 'an exercise: exit code 1 when a task is not solved at the end'},
	],
	async run({words, options}, io) {
		const [{lessons}, {openProgress}, {stateFolder}, {findLesson, lessonToGoOnWith}] = await Promise.all([
			import('fence-tutor:lessons'),
			import('../../progress/store.js'),
			import('../../progress/folder.js'),
			import('../find-lesson.js'),
		]);
		const store = openProgress(await stateFolder(io.env));
		const [word] = words;
		const next = lessonToGoOnWith(lessons, store.load().progress);
		if (word === undefined && next === null) throw new UnusableInput('There is no lesson here. Name a file: fence-tutor learn mine.md');
		const found = word === undefined && next !== null ? {ok: true as const, lesson: next} : await findLesson(word ?? '', lessons, io.cwd);
		if (!found.ok) {
			io.stderr.write(found.problems.map((problem) => `${problem}\n`).join(''));
			return exitCode.unusable;
		}
		const {lesson} = found;
		if (io.terminal === null) return await (await import('../plain/learn.js')).learnPlainly({io, lesson, lessons, store, again: options.again});
		const [{openScreens}, {openLibrary}, {resumed}, {openLesson}] = await Promise.all([
			import('../tty/open-screens.js'),
			import('../library.js'),
			import('../resumed.js'),
			import('../../session/open.js'),
		]);
		const {library, notice} = openLibrary(lessons, store, () => new Date().toISOString());
		const {session} = options.again ? openLesson(lesson) : resumed(lesson, store.load().progress);
		return await openScreens(io, io.terminal, library, {kind: 'session', session}, notice);
	},
});
