import {resolve} from 'node:path';
import {nearest} from '../language/nearest.js';
import {visible} from '../language/visible.js';
import {counted} from '../narrate/counted.js';
import {resetAll, resetExercise, resetLesson} from '../progress/change.js';
import {realDisk} from '../progress/disk.js';
import {stateFolder} from '../progress/folder.js';
import {bringIn} from '../progress/merge.js';
import {parseProgress, serializeProgress} from '../progress/parse.js';
import {exerciseIn, isSolved, lessonOf, type Progress} from '../progress/record.js';
import {type Kept, openProgress, type ProgressStore} from '../progress/store.js';
import {askYes} from './ask-yes.js';
import {type ExitCode, exitCode, UnusableInput} from './exit-code.js';
import {placed} from './file-position.js';
import type {Io} from './io.js';
import {inert, jsonLine} from './json-line.js';
import {readSource} from './read-source.js';

type Options = {readonly json: boolean; readonly yes: boolean};

/** The exit code after showing, exporting, importing or resetting the learner's progress, as the words say. */
export async function keepProgress(words: readonly string[], options: Options, io: Io): Promise<ExitCode> {
	const [action, what, ...rest] = words;
	if (rest.length > 0)
		throw new UnusableInput(`"${visible(rest[0] ?? '')}" is one word too many. Type: fence-tutor progress --help`);
	const store = openProgress(await stateFolder(io.env));
	switch (action) {
		case undefined:
			return await show(store, options, io);
		case 'map':
			return await showMap(store, what, io);
		case 'notes':
			return await showNotes(store, what, options, io);
		case 'path':
			return showPath(store, what, options, io);
		case 'export':
			return exportTo(what ?? '-', store, options, io);
		case 'import':
			return await importFrom(what, store, options, io);
		case 'reset':
			return await reset(what ?? null, store, options, io);
		default: {
			const near = nearest(action, actions);
			throw new UnusableInput(
				`Progress has no "${visible(action)}". ${near === null ? `There are ${actions.join(', ')}.` : `Did you mean "fence-tutor progress ${near}"?`}`,
			);
		}
	}
}

async function show(store: ProgressStore, {json}: Options, io: Io): Promise<ExitCode> {
	const {progress} = withNoticePrinted(store.load(), io);
	const [{lessons}, {exercises}] = await Promise.all([import('fence-tutor:lessons'), import('fence-tutor:exercises')]);
	const coded = exercises.filter(({id}) => exerciseIn(progress, id).solvedAt !== null);
	const done = lessons.filter(({id}) => isSolved(progress, id));
	const cards = Object.values(progress.lessons).reduce((sum, lesson) => sum + lesson.cards.length, 0);
	if (json) {
		const solved = done.map(({id}) => ({id, solvedAt: lessonOf(progress, id).solvedAt}));
		io.stdout.write(
			jsonLine({
				type: 'progress',
				path: store.path,
				lessons: lessons.length,
				solved,
				cards,
				exercises: exercises.length,
				solvedExercises: coded.map(({id}) => ({id, solvedAt: exerciseIn(progress, id).solvedAt})),
			}),
		);
		return exitCode.fine;
	}
	io.stdout.write(`${done.length} of ${lessons.length} lessons solved, ${counted(cards, 'card')} in your notes.\n`);
	for (const {id, title} of done)
		io.stdout.write(`  ${(lessonOf(progress, id).solvedAt ?? '').slice(0, 10)}  ${visible(title)}\n`);
	if (coded.length > 0) io.stdout.write(`${coded.length} of ${exercises.length} exercises solved.\n`);
	for (const {id, title} of coded)
		io.stdout.write(`  ${(exerciseIn(progress, id).solvedAt ?? '').slice(0, 10)}  ${visible(title)}\n`);
	io.stdout.write(
		store.path === null ? 'It is kept nowhere: there is no folder for it.\n' : `It is kept in ${visible(store.path)}\n`,
	);
	return exitCode.fine;
}

/** What is solved, part by part. */
async function showMap(store: ProgressStore, extra: string | undefined, io: Io): Promise<ExitCode> {
	if (extra !== undefined)
		throw new UnusableInput(`"${visible(extra)}" is one word too many. Type: fence-tutor progress map`);
	const [{lessons}, {exercises}, {openLibrary}, {mapRows}, {rowText}, {asciiText}] = await Promise.all([
		import('fence-tutor:lessons'),
		import('fence-tutor:exercises'),
		import('./learn/library.js'),
		import('../view/screens/progress-map.js'),
		import('../view/text/row.js'),
		import('../view/text/ascii.js'),
	]);
	const {library, notice} = openLibrary(lessons, store, () => new Date().toISOString(), {exercises});
	if (notice !== null) io.stderr.write(`${visible(notice)}\n`);
	const lines = mapRows(library.lessonList(), io.columns).map((each) => rowText(each).trimEnd());
	io.stdout.write(`${lines.map((line) => (io.look.ascii ? asciiText(line) : line)).join('\n')}\n`);
	return exitCode.fine;
}

async function showNotes(store: ProgressStore, extra: string | undefined, {json}: Options, io: Io): Promise<ExitCode> {
	if (extra !== undefined)
		throw new UnusableInput(`"${visible(extra)}" is one word too many. Type: fence-tutor progress notes`);
	const {progress} = withNoticePrinted(store.load(), io);
	const [{lessons}, {notesText}] = await Promise.all([import('fence-tutor:lessons'), import('./learn/notes.js')]);
	const text = notesText(lessons, progress);
	io.stdout.write(json ? jsonLine({type: 'notes', markdown: text}) : text);
	return exitCode.fine;
}

function showPath(store: ProgressStore, extra: string | undefined, {json}: Options, io: Io): ExitCode {
	if (extra !== undefined)
		throw new UnusableInput(`"${visible(extra)}" is one word too many. Type: fence-tutor progress path`);
	if (store.path === null)
		throw new UnusableInput('There is no folder to keep your progress in. Set FENCE_TUTOR_HOME to choose one.');
	if (json) io.stdout.write(jsonLine({type: 'path', path: store.path}));
	else io.stdout.write(`${store.path}\n`);
	return exitCode.fine;
}

function exportTo(file: string, store: ProgressStore, {json}: Options, io: Io): ExitCode {
	const text = serializeProgress(withNoticePrinted(store.load(), io).progress);
	if (file === '-') {
		io.stdout.write(inert(text));
		return exitCode.fine;
	}
	const path = resolve(io.cwd, file);
	const there = realDisk.read(path);
	const isOurs = there.kind === 'absent' || (there.kind === 'text' && parseProgress(there.text).kind !== 'malformed');
	if (!isOurs)
		throw new UnusableInput(`${visible(file)} is there already, and it is no exported progress. Choose another name.`);
	const written = realDisk.replace(path, text);
	if (!written.ok)
		throw new UnusableInput(`${visible(file)} cannot be written: ${written.reason}. Choose another name.`);
	if (json) io.stdout.write(jsonLine({type: 'exported', file}));
	else
		io.stdout.write(
			`Your progress is copied to ${visible(file)}. Bring it in elsewhere with: fence-tutor progress import ${visible(file)}\n`,
		);
	return exitCode.fine;
}

async function importFrom(file: string | undefined, store: ProgressStore, {json}: Options, io: Io): Promise<ExitCode> {
	if (file === undefined) throw new UnusableInput('Something is missing. Type: fence-tutor progress import FILE');
	const imported = await readExport(file, io);
	if (imported === null) return exitCode.unusable;
	const before = withNoticePrinted(store.load(), io).progress;
	const {progress} = kept(store.change((onDisk) => bringIn(imported, onDisk)));
	const gained = Object.keys(progress.lessons).filter((id) => isSolved(progress, id) && !isSolved(before, id));
	if (json) io.stdout.write(jsonLine({type: 'imported', file, gained}));
	else
		io.stdout.write(
			`${visible(file)} is part of your progress now. ${gained.length === 0 ? 'No lesson is newly solved.' : `Newly solved: ${visible(gained.join(', '))}.`}\n`,
		);
	return exitCode.fine;
}

/** Null, and told on standard error, when the file is no exported progress. */
async function readExport(file: string, io: Io): Promise<Progress | null> {
	const source = await readSource(file, io);
	const place = {file, line: 1, column: 1};
	if (!source.ok) {
		io.stderr.write(placed({...place, ...source.problem}, source.problem.message));
		return null;
	}
	const parsed = parseProgress(source.text);
	if (parsed.kind === 'progress') return parsed.progress;
	io.stderr.write(placed(place, `This is no exported progress. ${visible(parsed.sentence)} Nothing has changed.`));
	return null;
}

async function reset(id: string | null, store: ProgressStore, {json, yes}: Options, io: Io): Promise<ExitCode> {
	const {progress} = withNoticePrinted(store.load(), io);
	const coded = id === null ? null : await exerciseNamed(id, progress);
	const what = id === null ? 'all your progress' : `your progress in ${visible(id)}`;
	if (!yes && io.terminal === null)
		throw new UnusableInput(`This gives up ${what}. If that is what you want, add --yes.`);
	if (!yes && !(await askYes(`Give up ${what}? Type yes: `, io))) {
		io.stdout.write('Nothing has changed.\n');
		return exitCode.fine;
	}
	const backup = store.backup();
	if (!backup.ok) throw new UnusableInput(`Nothing has changed, because no backup could be made: ${backup.reason}.`);
	const now = new Date().toISOString();
	kept(
		store.change((onDisk) => {
			if (id === null) return resetAll(onDisk, now);
			return coded === null ? resetLesson(onDisk, id, now) : resetExercise(onDisk, coded, now);
		}),
	);
	if (json) io.stdout.write(jsonLine({type: 'reset', lesson: id, backup: backup.to}));
	else
		io.stdout.write(
			`Done.${backup.to === null ? '' : ` To take it back: fence-tutor progress import ${visible(backup.to)}`}\n`,
		);
	return exitCode.fine;
}

/** The id of the exercise that a word names, as `advance` or as `06-advance`; null where it names a lesson. Fails: with UnusableInput where it names neither. */
async function exerciseNamed(word: string, progress: Progress): Promise<string | null> {
	const [{lessons}, {exercises}, {exerciseName}] = await Promise.all([
		import('fence-tutor:lessons'),
		import('fence-tutor:exercises'),
		import('../code/exercise.js'),
	]);
	const ids = [...new Set([...lessons.map((lesson) => lesson.id), ...Object.keys(progress.lessons)])];
	const coded = [...new Set([...exercises.map((exercise) => exercise.id), ...Object.keys(progress.exercises)])];
	if (ids.includes(word)) return null;
	const named = exercises.find((exercise) => exerciseName(exercise) === word)?.id ?? coded.find((id) => id === word);
	if (named !== undefined) return named;
	const near = nearest(word, [...ids, ...coded, ...exercises.map(exerciseName)]);
	throw new UnusableInput(
		`There is no lesson or exercise "${visible(word)}". ${near === null ? 'Type: fence-tutor list' : `Did you mean ${visible(near)}?`}`,
	);
}

/** What is kept, after telling what the learner should know. */
function withNoticePrinted(now: Kept, io: Io): Kept {
	if (now.notice !== null) io.stderr.write(`${visible(now.notice)}\n`);
	return now;
}

/** Fails: when it is not on the disk, since nobody goes on here. */
function kept(now: Kept): Kept {
	if (!now.onDisk) throw new UnusableInput(now.notice ?? 'Your progress could not be saved.');
	return now;
}

const actions = ['map', 'notes', 'path', 'export', 'import', 'reset'];
