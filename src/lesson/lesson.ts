import type {Atom, Fact} from '../sim/fact.js';
import type {Statement} from '../sim/statement.js';

/** Where something stands in the lesson's file. Units: lines and columns count from 1. */
export type TextPosition = {readonly line: number; readonly column: number};

/** What is wrong with a lesson file, and where. `message` is a full sentence. `gaveUp`: whether it is wrong is not known, because a search came to its limits. */
export type Problem = {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly message: string;
	readonly gaveUp?: true;
};

/** One lesson as plain data: JSON in, JSON out. It is whole or it does not exist. */
export type Lesson = {
	/** The learner's progress is kept under this name. */
	readonly id: string;
	/** The number in the file's name `NN-id.md`, or null for a file named otherwise. */
	readonly number: number | null;
	/** The file as it was named by the caller, for messages. */
	readonly file: string;
	readonly title: string;
	readonly role: Role;
	readonly minutes: number;
	/** The part of the curriculum it stands in, or null. */
	readonly part: string | null;
	/** Words of the field that this lesson introduces. */
	readonly teaches: readonly string[];
	/** Words that an earlier lesson has introduced. */
	readonly uses: readonly string[];
	/** Of the words that decide what can be read on the screen, those that only later lessons of its course introduce and that it does not use: what they stand for is not shown in it. Absent: none. */
	readonly notYet?: readonly string[];
	/** What to read next. May be empty. */
	readonly reading: readonly string[];
	/** The lesson's world: performed one by one on the empty world. */
	readonly world: Script;
	/** At least one. */
	readonly steps: readonly Step[];
	/** What the explorer has to confirm. */
	readonly claims: readonly Claims[];
	/** Exercises of code about the same. No part of the lesson's own text: an exercise names its lessons. */
	readonly exercises?: readonly ExerciseLink[];
};

/** An exercise by the number that `fence-tutor build` takes. */
type ExerciseLink = {readonly number: number; readonly title: string};

/** What the learner plays: pauses, clocks and packets; or the rule that holds against all of them. */
export type Role = 'adversary' | 'engineer';

/** What stands under one `##` heading. */
export type Step = {
	readonly title: string;
	/**
	 * The step begins in this world, performed one by one on the empty world: its own `world` block, or else the lesson's.
	 * Null: nothing is run in this step, and the world of the step before it stays on the screen.
	 */
	readonly world: Script | null;
	/** At least one. The learner meets them one after the other; the world flows on from beat to beat. */
	readonly beats: readonly Beat[];
	/** What a speaker wants to remember here; learners do not see it. */
	readonly notes?: readonly Prose[];
	readonly place: TextPosition;
};

/** Some prose and then the one thing the learner does. */
export type Beat = {readonly prose: readonly Prose[]; readonly act: Act; readonly place: TextPosition};

export type Act = Read | Try | Predict | Task | Debrief;

/** Nothing to do but to read on. */
type Read = {readonly kind: 'read'};

/** A line that is shown and may be run with Enter. The beat is over when its statements have been performed. */
export type Try = {readonly kind: 'try'; readonly script: Script; readonly place: TextPosition};

/** A bet. After it is placed `run` is performed in the present world for all to see; exactly one choice's `when` is then true. */
export type Predict = {
	readonly kind: 'predict';
	readonly question: Text;
	readonly run: Script;
	/** At least two. */
	readonly choices: readonly Choice[];
	readonly place: TextPosition;
};

export type Choice = {
	readonly say: Text;
	/** Judged on the world after `run`. */
	readonly when: Condition;
	/** The reply to this choice, right or wrong; may be empty. */
	readonly because: Text;
	/** The number of the misconception that this choice voices, or null. */
	readonly misconception: number | null;
	readonly place: TextPosition;
};

export type Task = {
	readonly kind: 'task';
	/** At least one. A goal is ticked once it has been true at some moment since the step began; the task is solved when all are. */
	readonly goals: readonly Goal[];
	/** When one of these is true and the task is not solved, it cannot be solved from here. */
	readonly lose: readonly Goal[];
	/** What may be typed, or null for everything. */
	readonly allow: readonly Allowed[] | null;
	/** A question, the idea, a line that can be run. */
	readonly hints: readonly Hint[];
	readonly solution: Script;
	/** Further ways that solve the task. */
	readonly accept: readonly Script[];
	/** Ways that look right and do not solve it. */
	readonly reject: readonly Script[];
	/** What is said when it is solved, in a sentence. Absent: what its goals are about is explained. */
	readonly moral?: Text;
	/** The length of the shortest way, where the author's is not the shortest; or null. */
	readonly par: number | null;
	/** That no way is shorter, as the check has found it out; null where it has not. */
	readonly proof: Proof | null;
	readonly place: TextPosition;
};

/** No way to solve a task has fewer statements than `length`, waits not counted; `states` had to be searched to know it. */
export type Proof = {readonly length: number; readonly states: number};

/** One line of the checklist: the words, and exactly what is checked. */
export type Goal = {readonly show: Text; readonly when: Condition; readonly place: TextPosition};

/** A kind of statement by the word it begins with, for one actor or for all (null); or whatever one actor does or suffers, where `verb` is null. */
export type Allowed =
	| {readonly actor: string | null; readonly verb: string}
	| {readonly actor: string; readonly verb: null};

/** The first case whose `when` is true now is the hint; null is always true and stands last. */
export type Hint = {readonly cases: readonly HintCase[]; readonly place: TextPosition};

/** `line` can be run as it stands; it is empty for a hint that is only said. */
export type HintCase = {readonly when: Condition | null; readonly say: Text; readonly line: Script};

/** The idea by its name, the real incident or system, and the card for the learner's notes. */
export type Debrief = {
	readonly kind: 'debrief';
	readonly prose: readonly Prose[];
	readonly card: Text;
	/** What does the same on a real system, or null. It stands on the card. */
	readonly code: Snippet | null;
	readonly place: TextPosition;
};

/** A few lines of code for a real system. `where` names the system, as in "In PostgreSQL". */
export type Snippet = {readonly where: string; readonly lines: readonly string[]};

/** Claims about every schedule of the programs of one world. `script` also holds set-up, such as `faults` and `runs`, that is performed before the claims are asked. */
export type Claims = {readonly world: Script; readonly script: Script; readonly place: TextPosition};

export type Script = readonly Line[];

/** One statement as it was written and as it was understood. */
export type Line = {
	readonly text: string;
	readonly statement: Statement;
	/** In a solution: it may be left out. */
	readonly optional: boolean;
	readonly place: TextPosition;
};

/** A fact as it was written and as it was understood. */
export type Condition = {readonly text: string; readonly fact: Fact; readonly place: TextPosition};

/** Prose of a lesson. */
export type Prose =
	| {readonly kind: 'paragraph'; readonly text: Text}
	| {readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly Text[]};

/** Words with their marks. `value` stands for what the learner's world has there, such as the token of A; it occurs in hints only. */
export type Text = readonly Inline[];

export type Inline =
	| {readonly kind: 'plain' | 'code' | 'emphasis' | 'strong'; readonly text: string}
	| {readonly kind: 'value'; readonly text: string; readonly of: Atom};
