import {resolve} from 'node:path';
import {exerciseName} from '../../code/exercise.js';
import {visible} from '../../language/visible.js';
import {counted} from '../../narrate/counted.js';
import {realDisk} from '../../progress/disk.js';
import {stateFolder, workshopIn} from '../../progress/folder.js';
import {exerciseIn, isSolved, type Progress} from '../../progress/record.js';
import {openProgress} from '../../progress/store.js';
import {type Attended, readReceipt, receiptText} from '../../session/receipt.js';
import {receiptOf} from '../../session/receipt-of.js';
import {type ExitCode, exitCode, UnusableInput} from '../exit-code.js';
import type {Io} from '../io.js';
import {inert, jsonLine} from '../json-line.js';

/** The exit code after the receipt of the learner's progress has been written to a file; `-` is standard output. */
export async function writeReceipt(
	file: string,
	{name, json, key}: {readonly name: string | null; readonly json: boolean; readonly key: string | null},
	io: Io,
): Promise<ExitCode> {
	const {progress, notice} = openProgress(await stateFolder(io.env)).load();
	if (notice !== null) io.stderr.write(`${visible(notice)}\n`);
	const {exercises: known} = await import('fence-tutor:exercises');
	const receipt = receiptOf(progress, known, {name, workshop: workshopIn(io.env)});
	const {lessons, exercises} = receipt;
	for (const id of unproved(progress, lessons))
		io.stderr.write(`${visible(id)} is not in the receipt: it was solved before runs were kept. Solve it once more.\n`);
	for (const exercise of known.filter(({id}) => exerciseIn(progress, id).solvedAt !== null))
		if (!exercises.some((each) => each.id === exercise.id))
			io.stderr.write(
				`${exerciseName(exercise)} is not in the receipt: it was solved under other rules. Check it once more: fence-tutor build check FILE\n`,
			);
	if (lessons.length + exercises.length === 0)
		throw new UnusableInput(
			'There is nothing to write yet: no task is solved and no bet is placed. Type: fence-tutor learn',
		);
	const text = receiptText(receipt, key);
	if (file === '-') {
		io.stdout.write(inert(text));
		return exitCode.fine;
	}
	write(file, text, io);
	const runs = lessons.reduce((sum, each) => sum + each.runs.length, 0);
	const what = [
		...(runs > 0 ? [`${counted(runs, 'run')} of ${counted(lessons.length, 'lesson')}`] : []),
		...(exercises.length > 0 ? [`${counted(exercises.length, 'exercise')} of code`] : []),
	];
	if (json)
		io.stdout.write(
			jsonLine({type: 'receipt', file, lessons: lessons.length, runs, exercises: exercises.map(({id}) => id)}),
		);
	else
		io.stdout.write(
			`Written to ${visible(file)}: ${what.join(', ')}. To check it: fence-tutor grade ${visible(file)}\n`,
		);
	return exitCode.fine;
}

function unproved(progress: Progress, lessons: readonly Attended[]): readonly string[] {
	return Object.keys(progress.lessons).filter(
		(id) => isSolved(progress, id) && !lessons.some((each) => each.id === id),
	);
}

/** Only an older receipt is written over. */
function write(file: string, text: string, {cwd}: Io): void {
	const path = resolve(cwd, file);
	const there = realDisk.read(path);
	const isOurs = there.kind === 'absent' || (there.kind === 'text' && readReceipt(there.text).ok);
	if (!isOurs) throw new UnusableInput(`${visible(file)} is there already, and it is no receipt. Choose another name.`);
	const written = realDisk.replace(path, text);
	if (!written.ok)
		throw new UnusableInput(`${visible(file)} cannot be written: ${written.reason}. Choose another name.`);
}
