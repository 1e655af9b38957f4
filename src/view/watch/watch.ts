import type {Exercise} from '../../code/exercise.js';
import type {ShownFileAnswer} from '../../code/file-answer.js';
import type {Key} from '../prompt/key.js';
import {type Pane, paneKey} from '../screens/pane.js';
import {roomOf} from '../screens/room.js';
import {isTooSmall} from '../screens/small-frame.js';
import {helpPane, statementsPane, taskPane} from './watch-panes.js';

/** The screen that watches files of code. A plain value, but for the rows of a pane. */
export type Watch = {
	readonly size: {readonly columns: number; readonly rows: number};
	readonly ascii: boolean;
	readonly colorless: boolean;
	/** The folder whose exercises are watched, as it is shown; null where one file is. */
	readonly folder: string | null;
	/** Order: as listed. Never empty where one file is watched. */
	readonly files: readonly WatchedFile[];
	/** The file on the screen; null: the list of them is. */
	readonly open: string | null;
	/** Where the cursor of the list is. */
	readonly listed: number;
	/** How many clients run the code, in place of what its world says. */
	readonly clients: number | null;
	readonly pane: Pane | null;
	/** Something that the learner has to be told, until the next key. */
	readonly notice: string | null;
};

/** A file that is watched, and what is known of it. */
export type WatchedFile = {
	/** As it is shown and named to others. */
	readonly name: string;
	readonly exercise: Exercise | null;
	/** Whether the file is still the one that the exercise begins with. */
	readonly untouched: boolean;
	/** The time of day of the last save; null where the file is not there. */
	readonly saved: string | null;
	readonly check: Check;
	/** Index of the claim that is looked at. */
	readonly chosen: number;
	/** The move of its schedule that is looked at; null: the last. */
	readonly move: number | null;
	/** How many hints have been asked for. */
	readonly hints: number;
};

/** How far the checking of a file has come. Its answers are those of the check before until the first new one is there. */
type Check = {
	readonly kind: 'none' | 'running' | 'over';
	readonly answers: readonly ShownFileAnswer[];
	/** The answers are of a save before this one. */
	readonly isOld: boolean;
	/** What it will answer, in order. */
	readonly claims: readonly string[];
	/** States looked at for the claim at hand. */
	readonly states: number;
	/** Why the file cannot be used, in lines; empty where it can. */
	readonly problem: string;
	/** The exercise cannot be won, and the file does not say so. */
	readonly seemsWinnable: boolean;
};

/** What can happen. */
export type WatchEvent =
	| {readonly kind: 'key'; readonly key: Key}
	| {readonly kind: 'resized'; readonly size: Watch['size']}
	/** Files were saved, appeared or disappeared; `check`: the one of them to check and show. */
	| {readonly kind: 'changed'; readonly files: readonly FoundFile[]; readonly show: string | null}
	| {readonly kind: 'began'; readonly name: string}
	| {
			readonly kind: 'begun';
			readonly name: string;
			readonly claims: readonly string[];
			readonly seemsWinnable: boolean;
	  }
	| {readonly kind: 'searched'; readonly name: string; readonly states: number}
	| {readonly kind: 'answered'; readonly name: string; readonly answer: ShownFileAnswer}
	| {readonly kind: 'done'; readonly name: string; readonly problem: string}
	| {readonly kind: 'notice'; readonly sentence: string};

/** A file as it is found on the disk. */
export type FoundFile = Pick<WatchedFile, 'name' | 'exercise' | 'untouched' | 'saved'>;

/** What the shell is to do. */
export type WatchEffect =
	/** Answered with `began` and what follows it. */
	| {readonly kind: 'check'; readonly name: string}
	| {readonly kind: 'edit'; readonly name: string; readonly line: number}
	/** Open the sandbox where this schedule has been replayed. */
	| {readonly kind: 'replay'; readonly answer: ClaimAnswer}
	| {readonly kind: 'redraw'}
	| {readonly kind: 'suspend'}
	| {readonly kind: 'quit'};

export type ClaimAnswer = Extract<ShownFileAnswer, {readonly kind: 'claim'}>;

/** The screen after something has happened, and what the shell is to do. */
type WatchTurn = {readonly watch: Watch; readonly effects: readonly WatchEffect[]};

/** The screen with files that have not been checked. One file is open at once, several are a list. */
export function openWatch(
	start: Pick<Watch, 'size' | 'ascii' | 'colorless' | 'folder' | 'clients'>,
	found: readonly FoundFile[],
): Watch {
	return {
		...start,
		files: found.map(fresh),
		open: start.folder === null ? (found[0]?.name ?? null) : null,
		listed: Math.max(
			0,
			found.findIndex(({untouched}) => !untouched),
		),
		pane: null,
		notice: null,
	};
}

const unchecked: Check = {
	kind: 'none',
	answers: [],
	isOld: false,
	claims: [],
	states: 0,
	problem: '',
	seemsWinnable: false,
};

function fresh(found: FoundFile): WatchedFile {
	return {...found, check: unchecked, chosen: 0, move: null, hints: 0};
}

/** The file on the screen, or undefined. */
export function openFile({files, open}: Pick<Watch, 'files' | 'open'>): WatchedFile | undefined {
	return files.find(({name}) => name === open);
}

/** The answer that is looked at, or undefined. */
export function chosenAnswer({check, chosen}: WatchedFile): ShownFileAnswer | undefined {
	return check.answers[chosen];
}

/** Index of the move that is looked at. */
export function shownMove({move}: Pick<WatchedFile, 'move'>, {moves}: Pick<ClaimAnswer, 'moves'>): number {
	return Math.min(move ?? moves.length - 1, moves.length - 1);
}

/** Whether an answer is as the exercise wants it. */
export function verdictOfAnswer(answer: ShownFileAnswer): 'holds' | 'violated' | 'unknown' {
	switch (answer.kind) {
		case 'claim':
			return answer.verdict;
		case 'class':
			return answer.finding.wrong === null ? 'holds' : 'violated';
		case 'founding':
			return answer.test.isRight ? 'holds' : 'violated';
	}
}

/** What is known of a file as a whole; null while nothing is. */
export function standingOf({check}: WatchedFile): 'holds' | 'violated' | 'unknown' | 'unusable' | null {
	if (check.problem !== '') return 'unusable';
	const verdicts = check.answers.map(verdictOfAnswer);
	if (verdicts.includes('violated')) return 'violated';
	if (check.kind !== 'over' || verdicts.length === 0) return null;
	return verdicts.includes('unknown') ? 'unknown' : 'holds';
}

/** The screen after something has happened. Pure. */
export function updateWatch(watch: Watch, event: WatchEvent): WatchTurn {
	switch (event.kind) {
		case 'key':
			return pressed(watch, event.key);
		case 'resized':
			return quiet({...watch, size: event.size});
		case 'changed':
			return changed(watch, event.files, event.show);
		case 'notice':
			return quiet({...watch, notice: event.sentence});
		case 'began':
			return quiet(
				withFile(watch, event.name, (file) => ({
					...file,
					check: {...unchecked, kind: 'running', answers: file.check.answers, claims: file.check.claims, isOld: true},
				})),
			);
		case 'begun': {
			const {claims, seemsWinnable} = event;
			return quiet(withFile(watch, event.name, (file) => ({...file, check: {...file.check, claims, seemsWinnable}})));
		}
		case 'searched':
			return quiet(withFile(watch, event.name, (file) => ({...file, check: {...file.check, states: event.states}})));
		case 'answered':
			return quiet(withFile(watch, event.name, (file) => withAnswer(file, event.answer)));
		case 'done':
			return quiet(
				withFile(watch, event.name, (file) => ({
					...file,
					check: {
						...file.check,
						kind: 'over',
						isOld: false,
						answers: file.check.isOld ? [] : file.check.answers,
						problem: event.problem,
					},
				})),
			);
	}
}

const quiet = (watch: Watch): WatchTurn => ({watch, effects: []});

const doing = (watch: Watch, ...effects: readonly WatchEffect[]): WatchTurn => ({watch, effects});

function withFile(watch: Watch, name: string, change: (file: WatchedFile) => WatchedFile): Watch {
	return {...watch, files: watch.files.map((file) => (file.name === name ? change(file) : file))};
}

/** What is looked at is the first answer that is not as it should be. */
function withAnswer(file: WatchedFile, answer: ShownFileAnswer): WatchedFile {
	const {check} = file;
	const answers = check.isOld ? [answer] : [...check.answers, answer];
	const chosen = Math.max(
		0,
		answers.findIndex((each) => verdictOfAnswer(each) !== 'holds'),
	);
	return {...file, chosen, move: null, check: {...check, answers, isOld: false, states: 0}};
}

function changed(watch: Watch, found: readonly FoundFile[], show: string | null): WatchTurn {
	const known = new Map(watch.files.map((file) => [file.name, file]));
	const files = found.map((each) => ({...(known.get(each.name) ?? fresh(each)), ...each}));
	const gone = watch.open !== null && files.find(({name}) => name === watch.open)?.saved === null;
	const next: Watch = {...watch, files, listed: Math.min(watch.listed, Math.max(0, files.length - 1))};
	const shown = files.find(({name}) => name === show);
	if (shown === undefined || shown.saved === null) return quiet(gone ? {...next, pane: null} : next);
	return doing(
		{...next, open: shown.name, listed: files.indexOf(shown), pane: null, notice: null},
		{kind: 'check', name: shown.name},
	);
}

/** Keys that mean the same everywhere come first, then those of a page, then those of what is below. */
function pressed(watch: Watch, key: Key): WatchTurn {
	const chord = key.kind === 'press' ? key.chord : null;
	switch (chord) {
		case 'ctrl-c':
		case 'ctrl-d':
			return doing(watch, {kind: 'quit'});
		case 'ctrl-z':
			return doing(watch, {kind: 'suspend'});
		case 'ctrl-l':
			return doing(watch, {kind: 'redraw'});
	}
	const text = key.kind === 'text' ? key.text : (chord ?? '');
	if (text === 'q') return doing(watch, {kind: 'quit'});
	// What cannot be seen must not be worked on.
	if (isTooSmall(watch.size)) return quiet(watch);
	const next: Watch = {...watch, notice: null};
	if (text === '?' || text === 'f1') return quiet({...next, pane: helpPane(watch.folder !== null)});
	const file = openFile(next);
	if (text === 'h' && file?.exercise != null) return hint(next, file, file.exercise);
	if (next.pane !== null && ofPages.has(text)) return quiet({...next, pane: paneKey(next.pane, text, roomOf(next))});
	const open: Watch = {...next, pane: null};
	return file === undefined ? inList(open, text) : inFile(open, file, text);
}

const ofPages: ReadonlySet<string> = new Set(['up', 'down', 'pageup', 'pagedown', 'home', 'end', 'escape', 'enter']);

/** Each press tells one hint more. */
function hint(watch: Watch, file: WatchedFile, exercise: Exercise): WatchTurn {
	const hints = Math.min(exercise.hints.length, file.hints + 1);
	const next = withFile(watch, file.name, (each) => ({...each, hints}));
	return quiet({...next, pane: taskPane(exercise, hints)});
}

function inList(watch: Watch, text: string): WatchTurn {
	const {files, listed} = watch;
	const to = (at: number) => quiet({...watch, listed: Math.max(0, Math.min(files.length - 1, at))});
	switch (text) {
		case 'up':
		case 'k':
			return to(listed - 1);
		case 'down':
		case 'j':
			return to(listed + 1);
		case 'home':
		case 'pageup':
			return to(0);
		case 'end':
		case 'pagedown':
			return to(files.length - 1);
		case 'enter':
		case 'right':
		case 'e': {
			const file = files[listed];
			if (file === undefined) return quiet(watch);
			const shown: Watch = {...watch, open: file.name};
			return doing(
				shown,
				...(file.check.kind === 'none' && file.saved !== null ? [{kind: 'check', name: file.name} as const] : []),
				...(text === 'e' ? [{kind: 'edit', name: file.name, line: 1} as const] : []),
			);
		}
	}
	return quiet(watch);
}

function inFile(watch: Watch, file: WatchedFile, text: string): WatchTurn {
	const answer = chosenAnswer(file);
	const claim = answer?.kind === 'claim' && answer.moves.length > 0 ? answer : null;
	const set = (change: Partial<WatchedFile>) => quiet(withFile(watch, file.name, (each) => ({...each, ...change})));
	const choose = (by: number) => {
		const {length} = file.check.answers;
		return length === 0 ? quiet(watch) : set({chosen: Math.max(0, Math.min(length - 1, file.chosen + by)), move: null});
	};
	const walk = (to: number) =>
		claim === null ? quiet(watch) : set({move: Math.max(0, Math.min(claim.moves.length - 1, to))});
	const at = claim === null ? 0 : shownMove(file, claim);
	switch (text) {
		case 'up':
		case 'k':
			return choose(-1);
		case 'down':
		case 'j':
			return choose(1);
		case 'left':
			return walk(at - 1);
		case 'right':
		case ' ':
			return walk(at + 1);
		case 'home':
			return walk(0);
		case 'end':
			return walk(Number.POSITIVE_INFINITY);
		case 'enter':
			return file.saved === null ? quiet(watch) : doing(watch, {kind: 'check', name: file.name});
		case 'e':
			return doing(watch, {
				kind: 'edit',
				name: editedName(file, claim, at),
				line: claim?.moves[at]?.place.line ?? lineOf(file),
			});
		case 't':
			return file.exercise === null
				? quiet({...watch, notice: 'This file has a world of its own: its first comment tells it.'})
				: quiet({...watch, pane: taskPane(file.exercise, file.hints)});
		case 'h':
			return quiet({...watch, notice: 'Only exercises have hints.'});
		case 's':
			return claim === null ? quiet({...watch, notice: noSchedule}) : quiet({...watch, pane: statementsPane(claim)});
		case 'r':
			return claim === null ? quiet({...watch, notice: noSchedule}) : doing(watch, {kind: 'replay', answer: claim});
		case '1':
		case '2':
		case '3':
		case '4':
		case '5':
		case '6':
			return withClients(watch, file, Number(text));
		case '0':
			return withClients(watch, file, null);
		case 'escape':
		case 'backspace':
			return watch.folder === null ? quiet(watch) : quiet({...watch, open: null});
	}
	return quiet(watch);
}

const noSchedule = 'There is no schedule here: this claim has none to show.';

/** The file that holds the move, beside the one that is watched. */
function editedName({name}: WatchedFile, claim: ClaimAnswer | null, at: number): string {
	const file = claim?.moves[at]?.place.file ?? null;
	return file === null ? name : name.replace(/[^\\/]*$/, () => file);
}

/** The line that a problem tells, or the first. */
function lineOf({check}: WatchedFile): number {
	return Number(/:(\d+):\d+: /.exec(check.problem)?.[1] ?? 1);
}

function withClients(watch: Watch, file: WatchedFile, clients: number | null): WatchTurn {
	if (file.exercise?.checked.kind === 'class')
		return quiet({...watch, notice: 'A class is checked by calls, and no clients run it.'});
	if (clients === watch.clients || file.saved === null) return quiet(watch);
	return doing({...watch, clients}, {kind: 'check', name: file.name});
}
