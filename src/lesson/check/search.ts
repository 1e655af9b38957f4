import type {Claims, Task, TextPosition} from '../lesson.js';
import type {Trace} from '../trail.js';

/** One thing that a check has found wrong. `gaveUp`: whether it is wrong is not known, because a search came to its limits. */
export type Finding = {readonly place: TextPosition; readonly message: string; readonly gaveUp?: true};

/** What can only be answered over every schedule. */
export type Question =
	/** Does every claim hold in its world? */
	| {readonly kind: 'claims'; readonly claims: Claims}
	/** Can the goals be reached with the allowed statements, and is no way shorter than the author's, or than its par? `trail` is the step up to the task. */
	| {readonly kind: 'task'; readonly task: Task; readonly trail: readonly Trace[]};

/** Answers a question with what is wrong; empty: all is well. */
export type Search = (question: Question) => readonly Finding[];
