import type {ClassFinding} from '../../code/check-class.js';
import type {ClassName} from '../../code/class-reference.js';
import type {FoundingTest} from '../../code/founding-test.js';
import type {CodeAnswer} from '../../code/verdict-words.js';

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
