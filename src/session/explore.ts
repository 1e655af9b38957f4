import {namesOf} from '../language/names.js';
import {parseFact} from '../language/parse.js';
import {print} from '../language/print.js';
import {perform} from '../sim/perform.js';
import type {Statement} from '../sim/statement.js';
import {taskOf} from './beat.js';
import type {Explored, Request, Session, Turn} from './session.js';
import {goTo, present} from './tree.js';
import {add, say, tell, withTree} from './turn.js';

/** The session after /explore: a question about every schedule from here, which the shell has answered. */
export function exploreFrom(session: Session, word: string): Turn {
	if (word === '') {
		const task = taskOf(session.place);
		return ask(session, task === null ? {kind: 'claims'} : {kind: 'goal', task});
	}
	const parsed = parseFact(word, namesOf(present(session.place.tree).world));
	if (parsed.ok) return ask(session, {kind: 'reach', fact: parsed.fact});
	return say(session, [{kind: 'unreadable', line: word, error: parsed.error}]);
}

/** The session after an answer: what was found, and the schedule as a branch that /redo walks. The learner may have moved on, or elsewhere, since it was asked. */
export function explored(session: Session, {moment, world}: Pick<Request, 'moment' | 'world'>, {sentences, script}: Explored): Turn {
	const told = say(
		session,
		sentences.map((text) => ({kind: 'told', text})),
	);
	const isHere = session.place.tree.moments[moment]?.world === world;
	return script === null || script.length === 0 || !isHere ? told : graft(told.session, moment, script);
}

function ask(session: Session, question: Request['question']): Turn {
	const {id, world} = present(session.place.tree);
	const request: Request = {id: session.nextRequest, moment: id, world, question};
	return say({...session, nextRequest: session.nextRequest + 1}, [], [{kind: 'explore', request}]);
}

/** Grows the branch and goes back to where it begins, so that redo leads along it. What the explorer does solves nothing. */
function graft(session: Session, moment: number, script: readonly Statement[]): Turn {
	let grown = withTree(session, goTo(session.place.tree, moment));
	const before = grown.place.tree.moments.length;
	for (const statement of script) {
		const outcome = perform(present(grown.place.tree).world, statement);
		if (!outcome.ok) break;
		grown = add(grown, {kind: 'statement', statement, text: print(statement)}, {world: outcome.world, events: outcome.events});
	}
	const {tree} = grown.place;
	const count = tree.moments.length - before;
	return tell(
		withTree(session, goTo(tree, moment)),
		`It is a branch of your own run now, ${count} ${count === 1 ? 'statement' : 'statements'} long: /redo takes one step of it.`,
	);
}
