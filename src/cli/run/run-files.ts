import type {Script} from '../../language/parse.js';
import {type ExitCode, exitCode, worst} from '../exit-code.js';
import type {Io} from '../io.js';
import {loadScript} from './load-script.js';
import {play} from './play.js';
import {openPrinter, type PrintOptions} from './printer.js';

type Ready = {readonly file: string; readonly script: Script};

/**
 * The exit code after running every file that can be read and has no syntax error, one after the other, each in a world of its own.
 * Order: all files are read and parsed before the first one runs. Source: the page on the language, Headless.
 */
export async function runFiles(files: readonly string[], options: PrintOptions, io: Io): Promise<ExitCode> {
	const ready: Ready[] = [];
	for (const file of files) {
		const script = await loadScript(file, options.json, io);
		if (script !== null) ready.push({file, script});
	}
	const codes: ExitCode[] = ready.length < files.length ? [exitCode.unusable] : [];
	for (const each of ready) codes.push(await runOne(each, files.length > 1, options, io));
	return worst(codes);
}

async function runOne({file, script}: Ready, several: boolean, options: PrintOptions, io: Io): Promise<ExitCode> {
	const printer = openPrinter(several ? file : null, options, io);
	let code: ExitCode = exitCode.fine;
	for (const entry of play(file, script)) {
		await printer.print(entry);
		if (entry.kind === 'end')
			code = entry.count.refused > 0 ? exitCode.unusable : entry.count.failed > 0 ? exitCode.failed : exitCode.fine;
	}
	await printer.close();
	return code;
}
