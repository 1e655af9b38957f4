import type {Input, Session, Effect as SessionEffect} from '../../session/session.js';
import type {Key} from '../prompt/key.js';
import type {Home} from './home.js';
import {openHome} from './home.js';
import type {LessonList} from './lesson-list.js';
import type {Pane} from './pane.js';
import type {ThemeName} from './theme.js';
import type {questionOfTrack, Track, Work} from './work.js';

/** Everything on the screen. A plain value, but for the rows of a pane, which are laid out when they are shown. */
export type App = {
	readonly size: Size;
	readonly ascii: boolean;
	/** Whether the terminal shows no colours. */
	readonly colorless?: boolean;
	/** Whether the passing of time is animated. */
	readonly motion: boolean;
	readonly theme: ThemeName;
	readonly lessonList: LessonList;
	readonly screen: Screen;
	/** A page over the screen. */
	readonly pane: Pane | null;
	/** Something the learner has to be told, such as a disk that cannot be written; until the next line is entered. */
	readonly notice: string | null;
	/** How many states the explorer has looked at; null when it does not run. */
	readonly exploring: number | null;
	/** Lines entered before, oldest first. */
	readonly history: readonly string[];
	/** Work that was left for the list of lessons, by lesson id; the empty id is the sandbox. */
	readonly parked: ReadonlyMap<string, Work>;
};

/** The terminal's. */
type Size = {readonly columns: number; readonly rows: number};

type Screen = {readonly kind: 'home'; readonly home: Home} | {readonly kind: 'work'; readonly work: Work};

/** What can happen. */
export type AppEvent =
	| {readonly kind: 'key'; readonly key: Key}
	| {readonly kind: 'resized'; readonly size: Size}
	/** What has been done has changed. */
	| {readonly kind: 'lesson-list'; readonly lessonList: LessonList}
	/** A lesson or the sandbox was opened. */
	| {readonly kind: 'opened'; readonly session: Session}
	/** The answer to an effect of the session. */
	| {readonly kind: 'input'; readonly input: Input}
	/** Time passes on the screen; 1 is the present. */
	| {readonly kind: 'passed'; readonly share: number}
	/** The explorer has found out whether the task at hand can still be solved. */
	| {readonly kind: 'tracked'; readonly track: Track}
	| {readonly kind: 'exploring'; readonly states: number | null}
	| {readonly kind: 'notice'; readonly sentence: string};

/** What the shell is to do. */
export type Effect =
	| Extract<SessionEffect, {readonly kind: 'write' | 'write-page' | 'read' | 'explore' | 'offer-live'}>
	/** Keep how the lesson of this session stands. */
	| {readonly kind: 'save'; readonly session: Session}
	/** Open a lesson by its id, or the sandbox (null). Answered with `opened`. */
	| {readonly kind: 'open'; readonly lesson: string | null}
	/** Go on where another window has left the lesson of this session. Answered with `opened` or `notice`. */
	| {readonly kind: 'take-over'; readonly session: Session}
	/** Lines to keep in the history, the latest last. */
	| {readonly kind: 'remember'; readonly lines: readonly string[]}
	| {readonly kind: 'keep-theme'; readonly theme: ThemeName}
	/** Find out whether a task can still be solved, and forget what was asked before. Answered with `tracked`, or not at all. */
	| {readonly kind: 'track'; readonly question: NonNullable<ReturnType<typeof questionOfTrack>>}
	/** Time begins to pass on the screen. */
	| {readonly kind: 'animate'}
	| {readonly kind: 'stop-exploring'}
	| {readonly kind: 'redraw'}
	| {readonly kind: 'suspend'}
	| {readonly kind: 'quit'};

/** The screen after something has happened, and what the shell is to do. */
export type AppTurn = {readonly app: App; readonly effects: readonly Effect[]};

/** The home screen, with nothing opened yet. */
export function openApp(
	start: Pick<App, 'size' | 'ascii' | 'colorless' | 'motion' | 'theme' | 'lessonList' | 'history'>,
): App {
	return {
		...start,
		screen: {kind: 'home', home: openHome(start.lessonList)},
		pane: null,
		notice: null,
		exploring: null,
		parked: new Map(),
	};
}
