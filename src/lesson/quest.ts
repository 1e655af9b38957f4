import type {Quest} from '../explore/reach/quest.js';
import type {Statement} from '../sim/statement.js';
import {allowed, verbOf} from './allow.js';
import type {Allowed, Script, Task} from './lesson.js';
import {waysOf} from './walk.js';

/**
 * What a learner is after in a task, when some of its goals are ticked already.
 * A task that allows everything is searched with the kinds of statement that its author thought of, or no search would ever come to its end.
 */
export function questOf(task: Task, ticked: readonly boolean[]): Quest {
	const examples = waysOf(task).flatMap(statementsOf);
	const allow = task.allow ?? verbsIn(examples);
	return {
		goals: task.goals.map(({when}) => when.fact),
		ticked,
		lose: task.lose.map(({when}) => when.fact),
		allows: (statement) => allowed(statement, allow),
		examples,
	};
}

function verbsIn(statements: readonly Statement[]): readonly Allowed[] {
	return statements.map((statement) => ({actor: null, verb: verbOf(statement).verb}));
}

function statementsOf(script: Script): readonly Statement[] {
	return script.map(({statement}) => statement);
}
