import {join} from 'node:path';
import {type Disk, type Done, type Found, realDisk} from './disk.js';
import {type DiskLater, realDiskLater} from './disk-later.js';
import {merge} from './merge.js';
import {type Parsed, parseProgress, parsing, serializeProgress, serializing} from './parse.js';
import {noProgress, type Progress} from './record.js';
import {atOnce, inTurns, type Steps} from './steps.js';

/** The progress as it now stands, what the learner should be told, if anything, and whether it is on the disk. */
export type Kept = {readonly progress: Progress; readonly notice: string | null; readonly onDisk: boolean};

/** Where a learner's progress is kept. Nothing here throws: when the disk fails, the learner is told once and the record goes on in memory. */
export type ProgressStore = {
	/** The file, or null where there is no folder for it. */
	readonly path: string | null;
	load(): Kept;
	/** Merges the record with what other programs have saved since. Use the progress that is returned from then on. */
	save(progress: Progress): Kept;
	/** Changes what is on the disk, with nobody saving in between. */
	change(how: (onDisk: Progress) => Progress): Kept;
	/** As `change`, and nobody waits for the disk, or for a large file to be worked out. One at a time: whoever asks for the next waits for the one before. */
	changeLater(how: (onDisk: Progress) => Steps<Progress>): Promise<Kept>;
	/** Copies the file beside itself as `.backup-N`; `to` is null when there is nothing to copy. */
	backup(): Done<{readonly to: string | null}>;
};

/** The store in a folder; null keeps the record in memory only. */
export function openProgress(
	folder: string | null,
	disk: Disk = realDisk,
	later: DiskLater = realDiskLater,
): ProgressStore {
	return folder === null ? inMemory() : inFile(join(folder, 'progress.json'), disk, later);
}

function inFile(path: string, disk: Disk, later: DiskLater): ProgressStore {
	const once = tellOnce();
	const change = (how: (onDisk: Progress) => Progress): Kept => {
		const {progress, notice, blocked} = understood(path, disk, atOnce(finding(disk.read(path))));
		const next = how(progress);
		if (blocked) return {progress: next, notice: once(notice), onDisk: false};
		const written = disk.replace(path, serializeProgress(next));
		return {progress: next, notice: once(written.ok ? notice : notSaved(path, written.reason)), onDisk: written.ok};
	};
	/** What the file held when it was last written or read, as long as nobody has written it since. */
	let known: {readonly stamp: string; readonly progress: Progress} | null = null;
	const readLater = async (stamp: string): Promise<ReadResult> => {
		if (known?.stamp === stamp) return {progress: known.progress, notice: null, blocked: false};
		return understood(path, disk, await inTurns(finding(await later.read(path))));
	};
	const changeLater = async (how: (onDisk: Progress) => Steps<Progress>, tries = mostTries): Promise<Kept> => {
		const since = await later.stamp(path);
		const {progress, notice, blocked} = await readLater(since);
		const next = await inTurns(how(progress));
		if (blocked) return {progress: next, notice: once(notice), onDisk: false};
		const written = await later.replace(path, await inTurns(serializing(next)), tries > 1 ? since : undefined);
		if (!written.ok && written.isOvertaken) {
			const again = await changeLater(how, tries - 1);
			return {...again, notice: once(notice) ?? again.notice};
		}
		known = written.ok ? {stamp: written.stamp, progress: next} : null;
		return {progress: next, notice: once(written.ok ? notice : notSaved(path, written.reason)), onDisk: written.ok};
	};
	return {
		path,
		load: () => {
			const found = () => understood(path, disk, atOnce(finding(disk.read(path))));
			const {progress, notice, blocked} = isSound(path, disk) ? found() : disk.alone(path, found);
			return {progress, notice: once(notice), onDisk: !blocked};
		},
		save: (progress) => disk.alone(path, () => change((onDisk) => merge(progress, onDisk))),
		change: (how) => disk.alone(path, () => change(how)),
		changeLater: (how) => later.alone(path, () => changeLater(how)),
		backup: () => disk.alone(path, () => backup(path, disk)),
	};
}

/** A store that forgets on purpose, and says nothing of it: for looking at a lesson without leaving a trace. */
export function forgetful(): ProgressStore {
	return inMemory(null);
}

function inMemory(told: string | null = homeless): ProgressStore {
	const once = tellOnce();
	let kept = noProgress;
	const change = (how: (before: Progress) => Progress): Kept => {
		kept = how(kept);
		return {progress: kept, notice: once(told), onDisk: false};
	};
	return {
		path: null,
		load: () => ({progress: kept, notice: once(told), onDisk: false}),
		save: (progress) => change((before) => merge(progress, before)),
		change,
		changeLater: async (how) => change((before) => atOnce(how(before))),
		backup: () => ({ok: true, to: null}),
	};
}

type ReadResult = {
	readonly progress: Progress;
	readonly notice: string | null /** Writing would destroy what is there. */;
	readonly blocked: boolean;
};

/** What was found, with what it says. */
function* finding(found: Found): Steps<Exclude<Found, {kind: 'text'}> | Parsed> {
	return found.kind === 'text' ? yield* parsing(found.text) : found;
}

function understood(path: string, disk: Disk, found: Exclude<Found, {kind: 'text'}> | Parsed): ReadResult {
	switch (found.kind) {
		case 'absent':
			return {progress: noProgress, notice: null, blocked: false};
		case 'unreadable':
			return aside(path, disk, found.reason);
		case 'progress':
			return {progress: found.progress, notice: null, blocked: false};
		case 'newer':
			return {progress: noProgress, notice: left(path, found.sentence), blocked: true};
		case 'malformed':
			return aside(path, disk, found.sentence);
	}
}

/** Whether the file can be read without being set aside, which two programs must not do at once. */
function isSound(path: string, disk: Disk): boolean {
	const found = disk.read(path);
	return found.kind === 'absent' || (found.kind === 'text' && parseProgress(found.text).kind !== 'malformed');
}

function aside(path: string, disk: Disk, reason: string): ReadResult {
	const moved = disk.setAside(path);
	if (moved.ok) return {progress: noProgress, notice: setAside(path, reason, moved.to), blocked: false};
	return {progress: noProgress, notice: left(path, reason), blocked: true};
}

function backup(path: string, disk: Disk): Done<{readonly to: string | null}> {
	const found = disk.read(path);
	if (found.kind === 'absent') return {ok: true, to: null};
	if (found.kind === 'unreadable') return {ok: false, reason: found.reason};
	const to = disk.freeName(path, 'backup');
	const written = disk.replace(to, found.text);
	return written.ok ? {ok: true, to} : written;
}

/** Passes each sentence on the first time only. */
function tellOnce(): (sentence: string | null) => string | null {
	const told = new Set<string>();
	return (sentence) => {
		if (sentence === null || told.has(sentence)) return null;
		told.add(sentence);
		return sentence;
	};
}

function notSaved(path: string, reason: string): string {
	return `Your progress cannot be saved in ${path}: ${reason}. You can go on; it is kept in memory until you quit.`;
}

function setAside(path: string, reason: string, to: string): string {
	return `The progress file ${path} cannot be used: ${asClause(reason)} It is kept as ${to}, and you start with a new one.`;
}

function left(path: string, reason: string): string {
	return `The progress file ${path} cannot be used: ${asClause(reason)} It is left as it is. You can go on; what you do now is kept in memory until you quit.`;
}

/** A reason in the form that follows a colon, with its full stop. */
function asClause(reason: string): string {
	const clause = reason.startsWith('"') ? reason : reason.charAt(0).toLowerCase() + reason.slice(1);
	return clause.endsWith('.') ? clause : `${clause}.`;
}

/** How often a save begins again because another program has saved meanwhile; the last one counts as it is. */
const mostTries = 5;

const homeless =
	'There is no folder to keep your progress in (set FENCE_TUTOR_HOME to choose one). You can go on; it is kept in memory until you quit.';
