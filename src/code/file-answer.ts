import type {ClassFinding} from './check-class.js';
import type {ClassName} from './class-reference.js';
import type {FoundingTest} from './founding-test.js';
import type {CodeAnswer, ShownAnswer} from './verdict-words.js';

/** What is said of a file: of a claim about every schedule, of a class and every sequence of calls, or the founding test on the learner's own classes. */
export type Answer =
	| ({readonly kind: 'claim'} & CodeAnswer)
	| {
			readonly kind: 'class';
			readonly file: string;
			readonly name: ClassName;
			/** The most calls of a sequence. */
			readonly calls: number;
			readonly finding: ClassFinding;
	  }
	| {
			readonly kind: 'founding';
			readonly file: string;
			readonly name: ClassName;
			/** The learner's own lock service, if it stands beside the file. */
			readonly lockFile: string | null;
			readonly test: FoundingTest;
	  };

/** An answer as it is shown: plain data, with the learner's line of each move, or null where it is not known. Order: as the moves. */
export type ShownFileAnswer =
	| ({readonly kind: 'claim'; readonly sources: readonly (string | null)[]} & ShownAnswer)
	| Exclude<Answer, {kind: 'claim'}>;
