import {command} from '../command.js';
import {formatOf, formatOption, openReport} from '../report/report.js';

/** `fence-tutor check [FILE|DIR]...`: whether lessons keep what they promise. Without a name it checks the built-in ones. */
export const checkCommand = command({
	name: 'check',
	summary: 'Check lessons: their form, solutions, bets, hints, claims and size',
	usage: '[FILE|DIR]...',
	options: {
		json: {kind: 'flag', about: 'print one JSON object a line'},
		format: formatOption,
		look: {
			kind: 'flag',
			about:
				'list what no machine can judge, for you to look at: flags that no text names, choices that nobody may choose',
		},
		watch: {kind: 'flag', about: 'check again whenever a file is saved, until Ctrl-C'},
	},
	examples: [
		{line: 'fence-tutor check my-lesson.md', about: 'a lesson of your own; it may use what the built-in ones teach'},
		{line: 'fence-tutor check lessons/', about: 'every lesson in a folder, in order'},
		{line: 'fence-tutor check --watch lessons/', about: 'while you write'},
		{line: 'fence-tutor check --look my-lesson.md', about: 'and what you should look at yourself'},
		{line: 'fence-tutor check', about: 'the built-in lessons'},
	],
	isEndless: ({options}) => options.watch,
	async run({words: typed, options}, io) {
		const format = formatOf(options);
		const asked = {json: format === 'json', look: options.look};
		const {fittingFiles} = await import('../named-files.js');
		const words = await fittingFiles(typed, io.cwd);
		const {checkFiles} = await import('../check/check-files.js');
		if (!options.watch) return await checkFiles(words, asked, io, openReport(format, io));
		const {watchFiles} = await import('../check/watch-files.js');
		return await watchFiles(words, io, async () => await checkFiles(words, asked, io, openReport(format, io)));
	},
});
