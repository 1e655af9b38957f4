import type {Problem} from './types.js';

/** Thrown for text that is no script, and for a script with a statement that is refused. `problems`: everything that is wrong, in order. */
export class ScriptError extends Error {
	override readonly name = 'ScriptError';
	readonly problems: readonly Problem[];

	constructor(problems: readonly Problem[]) {
		super(problems.map(({line, column, message}) => `${line}:${column}: ${message}`).join('\n'));
		this.problems = problems;
	}
}
