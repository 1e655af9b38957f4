import {command} from '../command.js';
import {exitCode, UnusableInput} from '../exit-code.js';

/** `fence-tutor share`: a script as a short code. */
export const shareCommand = command({
	name: 'share',
	summary: 'Make a short code of a script, for others to replay',
	usage: '[FILE]',
	options: {
		json: {kind: 'flag', about: 'print one JSON object'},
		html: {kind: 'text', value: 'PAGE', about: 'write the run as a page for a browser as well'},
	},
	examples: [
		{
			line: 'fence-tutor share zombie.fence',
			about: 'the code holds the world, the statements and a digest of what happened',
		},
		{line: 'fence-tutor replay ft1.0800...', about: 'what the others type'},
		{
			line: 'fence-tutor share zombie.fence --html zombie.html',
			about: 'a page that walks through the run, to send or to post',
		},
		{line: 'fence-tutor share - < zombie.fence', about: 'from standard input; the same as without a FILE'},
	],
	async run({words, options}, io) {
		const [file = '-'] = words;
		if (file === '-' && 'isTTY' in io.stdin && io.stdin.isTTY === true)
			throw new UnusableInput(
				'Name the script to share: fence-tutor share mine.fence. In the sandbox, /share does it.',
			);
		const [{loadScript}, {codeOf}, {playThrough}, {placed}, {jsonLine}] = await Promise.all([
			import('../run/load-script.js'),
			import('../../share/code.js'),
			import('../../share/play-through.js'),
			import('../file-position.js'),
			import('../json-line.js'),
		]);
		const script = await loadScript(file, options.json, io);
		if (script === null) return exitCode.unusable;
		const statements = script.statements.map(({statement}) => statement);
		const played = playThrough(statements);
		const place = played.ok ? undefined : script.statements[played.at];
		if (!played.ok && place !== undefined) {
			io.stderr.write(placed({file, ...place}, played.sentence));
			return exitCode.unusable;
		}
		const coded = codeOf(statements);
		if (!coded.ok) {
			io.stderr.write(placed({file, line: 1, column: 1}, coded.sentence));
			return exitCode.unusable;
		}
		if (options.html !== undefined) {
			const {pageOf, writeNew} = await import('../replay/export-run.js');
			const said = writeNew(options.html, pageOf(coded.code, io), io);
			if (!options.json) io.stderr.write(`${said}\n`);
		}
		io.stdout.write(
			options.json
				? jsonLine({
						type: 'share',
						file,
						code: coded.code,
						statements: statements.length,
						...(options.html === undefined ? {} : {html: options.html}),
					})
				: `${coded.code}\n`,
		);
		return exitCode.fine;
	},
});
