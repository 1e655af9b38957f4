import {emptyNames} from '../../language/names.js';
import {type Verdict, verdictSentence} from '../../share/signature.js';
import {type ExitCode, exitCode, worst} from '../exit-code.js';
import type {Io} from '../io.js';
import {jsonLine} from '../json-line.js';
import {play} from '../run/play.js';
import {openPrinter} from '../run/printer.js';
import type {Run} from './load-run.js';

/** The exit code after a run has been printed step by step, with what came of it and whether that is what its author saw. */
export async function replayPlainly(
	{name, statements, opened}: Run,
	{json}: {readonly json: boolean},
	io: Io,
): Promise<ExitCode> {
	const printer = openPrinter(null, {json, diagram: false, quiet: false}, io);
	let code: ExitCode = exitCode.fine;
	for (const entry of play(name, {statements, errors: [], names: emptyNames})) {
		await printer.print(entry);
		if (entry.kind === 'end' && entry.count.failed > 0) code = exitCode.failed;
	}
	await printer.close();
	const {verdict} = opened;
	io.stdout.write(
		json
			? jsonLine({type: 'replay', file: name, same: sameness[verdict], message: verdictSentence(verdict)})
			: `${verdictSentence(verdict)}\n`,
	);
	return worst([code, codeOf(verdict)]);
}

/** A run that no longer comes to what its author saw is a failure, also where that cannot be known. */
export function codeOf(verdict: Verdict): ExitCode {
	return verdict === 'same' || verdict === 'unsigned' ? exitCode.fine : exitCode.failed;
}

/** Null: nothing is claimed, or it cannot be known. */
const sameness: Readonly<Record<Verdict, boolean | null>> = {
	same: true,
	different: false,
	'other-rules': null,
	unsigned: null,
};
