import {command} from '../command.js';
import {exitCode, UnusableInput} from '../exit-code.js';
import type {Io} from '../io.js';
import type {Run} from '../replay/load-run.js';
import {canBeDrawn} from '../run/diagram.js';

/** `fence-tutor replay`: a run that somebody shared, step by step, or as a text or picture. */
export const replayCommand = command({
	name: 'replay',
	summary: 'Step through a shared run, and say whether it still gives the same events',
	usage: 'CODE|FILE',
	options: {
		presenter: {kind: 'flag', about: 'as slides on a projector: Space goes on, Left goes back'},
		json: {kind: 'flag', about: 'print one JSON object a line, for other programs'},
		export: {
			kind: 'text',
			value: 'FORM',
			about:
				'write the run instead: text, markdown, svg (a picture), html (a page that walks) or asciicast (a recording that asciinema plays)',
			choices: ['text', 'markdown', 'svg', 'html', 'asciicast'],
		},
		out: {kind: 'text', value: 'FILE', about: 'where --export writes; standard output if it is left out'},
		html: {
			kind: 'text',
			value: 'FILE',
			about: 'write the run as a page that any browser walks through, without a network',
		},
		columns: {
			kind: 'number',
			value: 'N',
			about: 'how wide --export and --html draw, from 40 to 300; 80 if it is left out',
		},
	},
	examples: [
		{line: 'fence-tutor replay ft1.0800...', about: 'a code, as /share and "fence-tutor share" make it'},
		{line: 'fence-tutor replay zombie.fence', about: 'a script; one that /save wrote says what it came to'},
		{line: 'fence-tutor replay zombie.fence --export svg --out zombie.svg', about: 'a picture of the whole run'},
		{
			line: 'fence-tutor replay zombie.fence --html zombie.html',
			about: 'a page to send to somebody who has no terminal',
		},
		{line: 'fence-tutor replay ft1.0800... --plain', about: 'line by line; exit code 1 when it gives other events'},
	],
	async run({words, options}, io) {
		const [word = ''] = words;
		if (options.export === undefined && options.out !== undefined)
			throw new UnusableInput('--out goes with --export: --export text --out run.txt');
		if (options.html !== undefined && options.export !== undefined)
			throw new UnusableInput('--html is --export html with a file: give one of the two.');
		const columns = options.columns ?? 80;
		if (!canBeDrawn(columns)) throw new UnusableInput('--columns takes a whole number from 40 to 300.');
		const {loadRun} = await import('../replay/load-run.js');
		const run = await loadRun(word, io);
		if (run === null) return exitCode.unusable;
		const form = options.html === undefined ? options.export : 'html';
		if (form !== undefined)
			return (await import('../replay/export-run.js')).exportRun(
				run,
				{form, out: options.html ?? options.out ?? null, columns},
				io,
			);
		if (options.presenter) {
			const [{slidesOfRun}, {present}] = await Promise.all([
				import('../../session/slides.js'),
				import('../learn/present.js'),
			]);
			return await present(
				slidesOfRun(run.opened.tree, 'A shared run'),
				{title: 'A shared run', minutes: null},
				null,
				io,
			);
		}
		if (io.terminal === null || options.json)
			return await (await import('../replay/replay.js')).replayPlainly(run, options, io);
		return await onScreen(run, io, io.terminal);
	},
});

async function onScreen({opened}: Run, io: Io, terminal: NonNullable<Io['terminal']>): Promise<number> {
	const [{lessons}, {exercises}, {learnerStore}, {openScreens}, {openLibrary}, {openReplay}] = await Promise.all([
		import('fence-tutor:lessons'),
		import('fence-tutor:exercises'),
		import('../learner-store.js'),
		import('../tty/open-screens.js'),
		import('../learn/library.js'),
		import('../../session/replay.js'),
	]);
	const store = await learnerStore(io);
	const {library, notice} = openLibrary(lessons, store, () => new Date().toISOString(), {exercises});
	return await openScreens(io, terminal, library, {kind: 'session', session: openReplay(opened).session}, notice);
}
