import type {ParseError} from '../language/parse-error.js';
import type {Notice, Violated} from '../narrate/notice.js';

/** One thing that a session tells the learner after an input. Texts are whole sentences; the view decides on colour and place only. */
export type Message =
	/** A statement was done. `moment` is its id; `notices` tell what changed, who noticed and who did not. */
	| {readonly kind: 'done'; readonly moment: number; readonly input: string; readonly notices: readonly Notice[]}
	/** The line is not in the language; nothing of it was done. */
	| {readonly kind: 'unreadable'; readonly line: string; readonly error: ParseError}
	/** The statement cannot be done in this world now. */
	| {readonly kind: 'refused'; readonly input: string; readonly sentence: string; readonly attempt: string | null}
	/** A sentence or paragraph. `violation`: what it tells of, for a view whose rows it can point at. */
	| {readonly kind: 'told'; readonly text: string; readonly violation?: Violated}
	/** A code that is to be copied: shown whole, and never wrapped at a space. */
	| {readonly kind: 'code'; readonly text: string}
	/** A titled list, such as /state and /help. Each line is one row. */
	| {readonly kind: 'page'; readonly title: string; readonly lines: readonly string[]}
	/** /timeline: the tree as it is now is to be shown, with its branches. */
	| {readonly kind: 'timeline'; readonly inWords: boolean}
	/** A goal has just been ticked. */
	| {readonly kind: 'ticked'; readonly goal: number; readonly show: string}
	/** A `lose` condition has come true. */
	| {readonly kind: 'lost'; readonly show: string}
	/** All goals of the step are met. `mark`: a word on how short the way was, or null. */
	| {readonly kind: 'solved'; readonly step: number; readonly mark: string | null}
	/** The answer to a bet, after its run was done. Units: choices count from 1; `right` null: no choice fits this world. `because` is empty where the author says nothing. */
	| {
			readonly kind: 'answered';
			readonly choice: number;
			readonly right: number | null;
			/** The words of the choice that was made, and of the one that is right (null: none is). */
			readonly say: string;
			readonly truth: string | null;
			readonly because: string;
			/** False: an earlier bet on this question stands. */
			readonly recorded: boolean;
	  }
	| {
			readonly kind: 'hint';
			readonly number: number;
			readonly of: number;
			readonly text: string;
			readonly line: string | null;
	  }
	/** A beat of the lesson comes into view: its prose and its act are to be shown. */
	| {readonly kind: 'beat'; readonly step: number; readonly beat: number}
	/** A card has been put among the learner's notes. */
	| {readonly kind: 'card'; readonly text: string}
	/** The last step has been gone through. */
	| {readonly kind: 'finished'};
