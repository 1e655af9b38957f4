import {command} from '../command.js';
import {formatOf, formatOption, openReport} from '../report/report.js';

/** `fence-tutor run`: scripts without a screen, for exercises and for checks that run by themselves. */
export const runCommand = command({
	name: 'run',
	summary: 'Run scripts without a screen, and judge what they expect',
	usage: 'FILE...',
	options: {
		json: {kind: 'flag', about: 'print one JSON object a line, for other programs'},
		format: formatOption,
		diagram: {kind: 'flag', about: 'add the space-time diagram at the end'},
		quiet: {kind: 'flag', about: 'print failures only', short: 'q'},
	},
	examples: [
		{line: 'fence-tutor run zombie.fence', about: 'every statement, and what happened'},
		{line: 'fence-tutor run --diagram zombie.fence', about: 'with the diagram'},
		{line: 'fence-tutor run --quiet test/*.fence', about: 'only what failed; the exit code says the rest'},
		{line: 'fence-tutor run --json - < zombie.fence', about: 'from standard input, for another program'},
		{line: 'fence-tutor run --format junit test/*.fence', about: 'each expectation as a test, for a build server'},
	],
	async run({words, options}, io) {
		const {runFiles} = await import('../run/run-files.js');
		const {wrappedOnTerminal} = await import('../wrapped.js');
		const format = formatOf(options);
		const read = format === 'text' ? wrappedOnTerminal(io) : io;
		const {fittingFiles} = await import('../named-files.js');
		const files = await fittingFiles(words, io.cwd);
		return await runFiles(files, {...options, json: format === 'json'}, read, openReport(format, io));
	},
});
