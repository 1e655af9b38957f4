import type {Lesson, Task} from '../lesson/lesson.js';
import type {Event} from '../sim/event.js';
import type {Fact} from '../sim/fact.js';
import type {Statement} from '../sim/statement.js';
import type {World, Moment as WorldMoment} from '../sim/world.js';
import type {Message} from './message.js';

/** One stop of the cursor: something the learner did. */
export type Moment = {
	/** Its index in the tree. */
	readonly id: number;
	readonly parent: number | null;
	/** The step and the beat of the lesson it belongs to, from 0; both 0 in the sandbox. */
	readonly step: number;
	readonly beat: number;
	readonly did: Did;
	/** What happened, each event with the world right after it; where a world begins, the history it comes with. */
	readonly moments: readonly WorldMoment[];
	/** The events of `moments`. */
	readonly events: readonly Event[];
	/** The world afterwards. */
	readonly world: World;
};

export type Did =
	/** One statement, and the words it was typed in. Only these have rows in the ladder. */
	| {readonly kind: 'statement'; readonly statement: Statement; readonly text: string}
	/** A world begins: of a step, of the sandbox, of a loaded file. `origin` makes it from the empty world. */
	| {readonly kind: 'began'; readonly origin: readonly Statement[]}
	/** The world goes back to what it was at an earlier moment; the history is that moment's. */
	| {readonly kind: 'reset'; readonly to: number}
	/** On to the next beat or step, in the same world. */
	| {readonly kind: 'turned'}
	/** A bet was placed; the moments that follow show what happens. Units: choices count from 1. */
	| {readonly kind: 'bet'; readonly choice: number};

/** Every moment there ever was, and where the learner stands. Nothing is ever removed. */
export type Tree = {
	readonly moments: readonly Moment[];
	/** Id of the present moment. */
	readonly cursor: number;
	/** Ids of the moments that redo goes to, the nearest first; past them it goes to the most recent child. */
	readonly ahead: readonly number[];
};

/** A first bet on one question; later bets on it are answered and not recorded. `right` null: no choice fitted the world. Units: choices count from 1; steps and beats from 0. */
export type Bet = {
	readonly step: number;
	readonly beat: number;
	readonly choice: number;
	readonly right: number | null;
};

/** What a learner has done in a lesson beside its moments. None of it is undone by undo. */
export type Standing = {
	readonly bets: readonly Bet[];
	/** Hints asked for, per `step.beat` of a task. */
	readonly hints: Readonly<Record<string, number>>;
	/** Tasks solved, as `step.beat`. Order: as it happened. */
	readonly solved: readonly string[];
	/** Steps left with /skip. */
	readonly skipped: readonly number[];
	readonly cards: readonly string[];
	/** The last step has been gone through. */
	readonly finished: boolean;
};

/** Where the learner works: a world with its tree of moments, and what it belongs to. */
export type Place = SandboxPlace | LessonPlace | ShowPlace;

type SandboxPlace = {readonly kind: 'sandbox'; readonly tree: Tree};

export type LessonPlace = {
	readonly kind: 'lesson';
	readonly tree: Tree;
	readonly lesson: Lesson;
	readonly standing: Standing;
	/** Which attempt at the lesson this is, where it is not the first: what was done in an earlier one is not part of it. */
	readonly attempt?: number;
};

/** The solution of a task, played one statement at a time on a copy of the world in which the task began. */
export type ShowPlace = {
	readonly kind: 'show';
	readonly tree: Tree;
	readonly task: Task;
	readonly lesson: Lesson;
};

/** Everything the prompt works on. A plain value. */
export type Session = {
	readonly place: Place;
	/** The places that /back returns to, the nearest last. */
	readonly below: readonly Place[];
	/** What the latest input has to say. */
	readonly said: readonly Message[];
	/** The latest line that was refused or not understood, until a statement is done. */
	readonly setback: Setback | null;
	/** The line to put back into the prompt for mending, or null; and where its cursor belongs, or null for its end. Units: UTF-16 code units from 0. */
	readonly draft: string | null;
	readonly caret?: number | null;
	/** Lines of a paste that were not run, because an earlier one could not be; Enter runs them. */
	readonly waiting: readonly string[];
	/** The number the next request to the explorer gets. */
	readonly nextRequest: number;
};

/** What /why speaks about before it looks at the history. */
export type Setback =
	/** `statement` null: it is of the language, and not here yet. */
	| {readonly kind: 'refusal'; readonly statement: Statement | null; readonly text: string; readonly sentence: string}
	| {readonly kind: 'syntax'; readonly line: string; readonly message: string};

/** What can happen to a session. */
export type Input =
	/** A line from the prompt: statements, a meta command, a choice of an open bet, or nothing (Enter: go on). */
	| {readonly kind: 'line'; readonly text: string}
	/** A paste of several lines. */
	| {readonly kind: 'paste'; readonly text: string}
	/** The cursor goes to a moment. */
	| {readonly kind: 'go'; readonly moment: number}
	/** The answer to an `explain-row` effect: the events that the row shows, by their numbers. */
	| {readonly kind: 'explain'; readonly row: number; readonly events: readonly number[]}
	/** The answer to a `read` effect; `text` null: `problem` says why. */
	| {readonly kind: 'loaded'; readonly path: string; readonly text: string | null; readonly problem: Unread | null}
	/** The answer to a `write` or `write-page` effect. */
	| {readonly kind: 'wrote'; readonly path: string; readonly problem: Unwritten | null; readonly isPage?: true}
	/** The answer to an `explore` effect. */
	| {readonly kind: 'explored'; readonly request: Request; readonly result: Explored};

/** Why a file could not be read, and where in it. */
export type Unread = {readonly line: number; readonly column: number; readonly message: string};

/** Why a file was not written: something is there, or the disk says no; `reason` completes "because ". */
export type Unwritten = {readonly kind: 'exists'} | {readonly kind: 'failed'; readonly reason: string};

/** A session after an input, and what the shell is to do. */
export type Turn = {readonly session: Session; readonly effects: readonly Effect[]};

/** What the shell is to do; values, done in order. */
export type Effect =
	/** The learner's standing or moments in a lesson changed: keep `toRecord(session)`. */
	| {readonly kind: 'save'}
	/** `replaces`: what is there already may be written over. */
	| {readonly kind: 'write'; readonly path: string; readonly text: string; readonly replaces: boolean}
	/** The run of this code as a page for a browser; nothing is written over. */
	| {readonly kind: 'write-page'; readonly path: string; readonly code: string}
	| {readonly kind: 'read'; readonly path: string}
	/** Ask where a row of the ladder is; answered with `go`. Rows count from 1. */
	| {readonly kind: 'find-row'; readonly row: number}
	/** Ask what happened in a row of the ladder; answered with `explain`. */
	| {readonly kind: 'explain-row'; readonly row: number}
	| {readonly kind: 'explore'; readonly request: Request}
	/** Open the lesson after this one. */
	| {readonly kind: 'next-lesson'}
	/** Go on where another window has left this lesson. */
	| {readonly kind: 'take-over'}
	/** Offer the story of this lesson live, where it can be played on this machine. */
	| {readonly kind: 'offer-live'; readonly lesson: string}
	| {readonly kind: 'menu'}
	| {readonly kind: 'notes'}
	/** Open the bets that are due today. */
	| {readonly kind: 'review'}
	| {readonly kind: 'theme'; readonly name: string | null}
	| {readonly kind: 'quit'};

/** A question to the explorer about a world of the session. */
export type Request = {
	readonly id: number;
	readonly moment: number;
	readonly world: World;
	readonly question: Question;
};

export type Question =
	/** What can still go wrong from here, whatever the schedule? */
	| {readonly kind: 'breaks'}
	/** Which schedule makes this true? */
	| {readonly kind: 'reach'; readonly fact: Fact}
	/** Does each of these claims hold in every schedule? */
	| {readonly kind: 'claims'; readonly claims: readonly Claimed[]}
	/** Can the goals still be reached with what the task allows? `ticked`: those that have been. */
	| {readonly kind: 'goal'; readonly task: Task; readonly ticked: readonly boolean[]}
	/** How few of these statements make it true? */
	| {readonly kind: 'shorten'; readonly fact: Fact; readonly script: readonly Statement[]};

/** A claim as it is typed. */
export type Claimed = Extract<Statement, {readonly kind: 'claim'}>;

/** What the explorer found: sentences, and a script to graft as a branch where there is one. */
export type Explored = {readonly sentences: readonly string[]; readonly script: readonly Statement[] | null};
