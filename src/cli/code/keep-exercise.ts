import type {Exercise} from '../../code/exercise.js';
import {tryExercise} from '../../progress/change.js';
import type {Json} from '../../progress/json.js';
import {exerciseIn, isTried, type Progress} from '../../progress/record.js';
import {exerciseToGoOnWith} from '../../session/course.js';
import type {ExerciseProof} from '../../session/exercise-proof.js';
import type {Io} from '../io.js';
import {learnerStore} from '../learner-store.js';

/** What is told when an exercise was checked: that it is solved for the first time and what comes next, and what is wrong with the progress file. Null: nothing. */
export type KeptExercise = {readonly told: string | null; readonly notice: string | null};

/** Takes down in the learner's progress that an exercise was checked. `proof`: what shows that it is solved; null where it is not. */
export async function keepExercise(
	exercise: Exercise,
	proof: ExerciseProof | null,
	io: Pick<Io, 'env' | 'cwd'>,
): Promise<KeptExercise> {
	const store = await learnerStore(io);
	const before = store.load();
	const record = exerciseIn(before.progress, exercise.id);
	const shown = proof === null ? null : (JSON.parse(JSON.stringify(proof)) as Json);
	// Who saves a file every minute does not write the same down every minute.
	const isKnown =
		shown === null
			? isTried(record)
			: record.solvedAt !== null && JSON.stringify(record.proof) === JSON.stringify(shown);
	if (isKnown) return {told: null, notice: null};
	const at = new Date().toISOString();
	const {progress, notice} = store.change((onDisk) => tryExercise(onDisk, exercise.id, at, shown));
	if (shown === null) return {told: null, notice: null};
	const isFirst = record.solvedAt === null;
	return {told: isFirst ? await whatIsNext(exercise, progress) : null, notice: before.notice ?? notice};
}

async function whatIsNext({id}: Exercise, progress: Progress): Promise<string> {
	const {exercises} = await import('fence-tutor:exercises');
	const solved = exercises.filter((each) => exerciseIn(progress, each.id).solvedAt !== null).length;
	const next = exerciseToGoOnWith({exercises, progress}, id);
	const count = `Solved: ${solved} of ${exercises.length} exercises.`;
	return next === null ? `${count} That is all of them.` : `${count} The next: fence-tutor build ${next.number}`;
}
