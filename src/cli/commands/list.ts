import {command} from '../command.js';
import {exitCode} from '../exit-code.js';

/** `fence-tutor list`: the lessons and exercises, and which of them are solved. */
export const listCommand = command({
	name: 'list',
	summary: 'List the lessons and exercises, and which of them you have solved',
	usage: '',
	options: {
		json: {kind: 'flag', about: 'print one JSON object a line, for other programs'},
	},
	examples: [
		{line: 'fence-tutor list', about: 'the lessons by part, and the exercises of code'},
		{line: 'fence-tutor list --json', about: 'the same for another program'},
	],
	async run({options}, io) {
		const [{lessons}, {exercises}, {openProgress}, {stateFolder}, {listed, listedAsJson}] = await Promise.all([
			import('fence-tutor:lessons'),
			import('fence-tutor:exercises'),
			import('../../progress/store.js'),
			import('../../progress/folder.js'),
			import('../learn/list-lessons.js'),
		]);
		const {progress, notice} = openProgress(await stateFolder(io.env)).load();
		if (notice !== null) io.stderr.write(`${notice}\n`);
		io.stdout.write(
			options.json ? listedAsJson(lessons, exercises, progress) : listed(lessons, progress, io.look, {exercises}),
		);
		return exitCode.fine;
	},
});
