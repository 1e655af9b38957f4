import {resolve} from 'node:path';
import {type Exercise, exerciseName} from '../../code/exercise.js';
import {visible} from '../../language/visible.js';
import {counted} from '../../narrate/counted.js';
import {realDisk} from '../../progress/disk.js';
import {stateFolder, workshopIn} from '../../progress/folder.js';
import {exerciseIn, isSolved, type Progress} from '../../progress/record.js';
import {openProgress} from '../../progress/store.js';
import {exerciseDigest, proofOf} from '../../session/exercise-proof.js';
import {type Attended, type Coded, readReceipt, receiptText} from '../../session/receipt.js';
import {type Run, runsOf} from '../../session/run.js';
import {rulesVersion} from '../../sim/rules-version.js';
import {type ExitCode, exitCode, UnusableInput} from '../exit-code.js';
import type {Io} from '../io.js';
import {inert, jsonLine} from '../json-line.js';

/** The exit code after the receipt of the learner's progress has been written to a file; `-` is standard output. */
export async function writeReceipt(
	file: string,
	{name, json}: {readonly name: string | null; readonly json: boolean},
	io: Io,
): Promise<ExitCode> {
	const {progress, notice} = openProgress(await stateFolder(io.env)).load();
	if (notice !== null) io.stderr.write(`${visible(notice)}\n`);
	const lessons = attendedIn(progress);
	for (const id of unproved(progress, lessons))
		io.stderr.write(`${visible(id)} is not in the receipt: it was solved before runs were kept. Solve it once more.\n`);
	const {exercises: known} = await import('fence-tutor:exercises');
	const solved = known.filter(({id}) => exerciseIn(progress, id).solvedAt !== null);
	const exercises = solved.flatMap((exercise) => codedIn(progress, exercise));
	for (const exercise of solved.filter(({id}) => !exercises.some((each) => each.id === id)))
		io.stderr.write(
			`${exerciseName(exercise)} is not in the receipt: it was solved under other rules. Check it once more: fence-tutor build check FILE\n`,
		);
	if (lessons.length + exercises.length === 0)
		throw new UnusableInput(
			'There is nothing to write yet: no task is solved and no bet is placed. Type: fence-tutor learn',
		);
	const text = receiptText({name, workshop: workshopIn(io.env), rules: rulesVersion, lessons, exercises});
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

/** What shows an exercise under these rules, if it is as it was when it was solved. */
function codedIn(progress: Progress, exercise: Exercise): readonly Coded[] {
	const proof = proofOf(exerciseIn(progress, exercise.id).proof);
	return proof === null || proof.rules !== rulesVersion || proof.text !== exerciseDigest(exercise)
		? []
		: [{id: exercise.id, text: proof.text, shows: proof.shows}];
}

/** What was done under these rules, each lesson with the latest of its texts. */
function attendedIn({lessons}: Progress): readonly Attended[] {
	return Object.entries(lessons).flatMap(([id, record]) => {
		const runs = Object.values(runsOf(record.runs)).filter(({rules}) => rules === rulesVersion);
		const text = mostUsed(runs.map(({lesson}) => lesson));
		const deeds = runs.filter(({lesson}) => lesson === text).sort(byPlace);
		return deeds.length === 0 || text === null
			? []
			: [{id, text, runs: deeds.map(({of, lines, events, at}) => ({of, lines, events, at}))}];
	});
}

/** A lesson that changed half-way has runs of two texts; those of one only can be graded together. */
function mostUsed(texts: readonly string[]): string | null {
	const count = (text: string) => texts.filter((each) => each === text).length;
	return texts.reduce<string | null>((best, text) => (best === null || count(text) > count(best) ? text : best), null);
}

function unproved(progress: Progress, lessons: readonly Attended[]): readonly string[] {
	return Object.keys(progress.lessons).filter(
		(id) => isSolved(progress, id) && !lessons.some((each) => each.id === id),
	);
}

function byPlace(one: Run, other: Run): number {
	const [step = 0, beat = 0] = one.of.split('.').map(Number);
	const [otherStep = 0, otherBeat = 0] = other.of.split('.').map(Number);
	return step - otherStep || beat - otherBeat;
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
