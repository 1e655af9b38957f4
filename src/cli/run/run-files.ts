import type {Script} from '../../language/parse.js';
import {type ExitCode, exitCode, worst} from '../exit-code.js';
import {placed} from '../file-position.js';
import type {Io} from '../io.js';
import type {Judged, Report} from '../report/report.js';
import {loadScript} from './load-script.js';
import {type Entry, falsehood, play} from './play.js';
import {openPrinter, type PrintOptions} from './printer.js';

type Ready = {readonly file: string; readonly script: Script};

/**
 * The exit code after running every file that can be read and has no syntax error, one after the other, each in a world of its own.
 * Order: all files are read and parsed before the first one runs. Source: the page on the language, Headless.
 */
export async function runFiles(
	files: readonly string[],
	options: PrintOptions,
	io: Io,
	report: Report | null = null,
): Promise<ExitCode> {
	const ready: Ready[] = [];
	for (const file of files) {
		const script = await loadScript(file, options.json || report !== null, io, report);
		if (script !== null) ready.push({file, script});
	}
	const codes: ExitCode[] = ready.length < files.length ? [exitCode.unusable] : [];
	for (const each of ready)
		codes.push(report === null ? await runOne(each, files.length > 1, options, io) : judgeOne(each, report, io));
	report?.close();
	return worst(codes);
}

async function runOne({file, script}: Ready, several: boolean, options: PrintOptions, io: Io): Promise<ExitCode> {
	const printer = openPrinter(several ? file : null, options, io);
	let code: ExitCode = exitCode.fine;
	for (const entry of play(file, script)) {
		await printer.print(entry);
		code = codeOf(entry);
	}
	await printer.close();
	return code;
}

/** The exit code of a file whose expectations are told to a report, and nothing else. */
function judgeOne({file, script}: Ready, report: Report, io: Io): ExitCode {
	let code: ExitCode = exitCode.fine;
	for (const entry of play(file, script)) {
		if (entry.kind === 'refusal') io.stderr.write(placed(entry, entry.sentence));
		const judged = judgedIn(entry);
		if (judged !== null) report.add(judged);
		code = codeOf(entry);
	}
	return code;
}

/** What an entry says that can be right or wrong; a script that expects nothing is right when it comes to its end. */
function judgedIn(entry: Entry): Judged | null {
	switch (entry.kind) {
		case 'step':
			return null;
		case 'refusal':
			return judgedRefusal(entry);
		case 'expect': {
			const {file, line, column, input, why} = entry;
			const message = why === null ? '' : falsehood(entry);
			return {file, line, column, name: `line ${line}: ${input}`, outcome: why === null ? 'passed' : 'failed', message};
		}
		case 'end': {
			const {held, failed, refused} = entry.count;
			return held + failed + refused > 0
				? null
				: {file: entry.file, line: null, column: null, name: 'runs to its end', outcome: 'passed', message: ''};
		}
	}
}

/** What a report says of a statement that was refused. */
export function judgedRefusal({file, line, column, input, sentence}: Extract<Entry, {kind: 'refusal'}>): Judged {
	return {file, line, column, name: `line ${line}: ${input}`, outcome: 'unusable', message: sentence};
}

/** What a file comes to, as far as it was run. */
function codeOf(entry: Entry): ExitCode {
	if (entry.kind !== 'end') return exitCode.fine;
	return entry.count.refused > 0 ? exitCode.unusable : entry.count.failed > 0 ? exitCode.failed : exitCode.fine;
}
