import {namesOf} from '../language/names.js';
import {parseFact} from '../language/parse.js';
import {print} from '../language/print.js';
import {counted} from '../narrate/counted.js';
import {nothingBroken} from '../narrate/explorer.js';
import type {Fact} from '../sim/fact.js';
import {play} from '../sim/play.js';
import type {Statement} from '../sim/statement.js';
import type {World} from '../sim/world.js';
import {judged, taskOf} from './beat.js';
import type {Explored, Moment, Question, Request, Session, Turn} from './session.js';
import {bySeverity} from './severity.js';
import {goTo, past, present} from './tree.js';
import {add, andThen, say, tell, withTree} from './turn.js';

/** The session after /explore: a question about every schedule, which the shell has answered. */
export function exploreFrom(session: Session, word: string): Turn {
	if (word.toLowerCase() === 'mine') return exploreMine(session);
	const here = present(session.place.tree);
	if (word === '') {
		const task = taskOf(session.place);
		return ask(
			session,
			here,
			task === null ? {kind: 'breaks'} : {kind: 'goal', task, ticked: judged(session.place)?.ticked ?? []},
		);
	}
	const parsed = parseFact(word, namesOf(here.world));
	if (parsed.ok) return ask(session, here, {kind: 'reach', fact: parsed.fact});
	return say(session, [{kind: 'unreadable', line: word, error: parsed.error}]);
}

/** The session after statements that were done: the claims among them are asked, all at once. */
export function searched(session: Session, statements: readonly Statement[]): Turn {
	const claims = statements.flatMap((each) => (each.kind === 'claim' ? [each] : []));
	if (claims.length === 0) return say(session, []);
	const told = tell(session, 'A claim is about every schedule, so all of them are searched.');
	return andThen(told, (now) => ask(now, present(now.place.tree), {kind: 'claims', claims}));
}

/** The session after an answer: what was found, and the schedule as a branch that /redo walks. The learner may have moved on, or elsewhere, since it was asked. */
export function explored(
	session: Session,
	{moment, world}: Pick<Request, 'moment' | 'world'>,
	{sentences, script}: Explored,
): Turn {
	const told = say(
		session,
		sentences.map((text) => ({kind: 'told', text})),
	);
	const isHere = session.place.tree.moments[moment]?.world === world;
	return script === null || script.length === 0 || !isHere ? told : graft(told.session, moment, script);
}

/** How few of the learner's own lines break what they have broken: asked from where their world began. */
function exploreMine(session: Session): Turn {
	const [began, ...since] = past(session.place.tree);
	const fact = worstOf(present(session.place.tree).world);
	if (began === undefined || fact === null) return tell(session, nothingBroken);
	const script = since.flatMap(({did}) => (did.kind === 'statement' ? [did.statement] : []));
	return ask(session, began, {kind: 'shorten', fact, script});
}

/** What harms most of all that is violated in a world. */
function worstOf({audit}: World): Fact | null {
	const worst = bySeverity
		.map((property) => audit.violated.find((each) => each.property === property))
		.find((each) => each !== undefined);
	return worst === undefined ? null : {kind: 'violated', ...worst};
}

function ask(session: Session, {id, world}: Moment, question: Question): Turn {
	const request: Request = {id: session.nextRequest, moment: id, world, question};
	return say({...session, nextRequest: session.nextRequest + 1}, [], [{kind: 'explore', request}]);
}

/** Grows the branch and goes back to where it begins, so that redo leads along it. What the explorer does solves nothing. */
function graft(session: Session, moment: number, script: readonly Statement[]): Turn {
	let grown = withTree(session, goTo(session.place.tree, moment));
	const before = grown.place.tree.moments.length;
	for (const {statement, ...came} of play(script, present(grown.place.tree).world).done)
		grown = add(grown, {kind: 'statement', statement, text: print(statement)}, came);
	const {tree} = grown.place;
	const count = tree.moments.length - before;
	return tell(
		withTree(session, goTo(tree, moment)),
		`It is a branch of your own run now, ${counted(count, 'statement')} long: /redo takes one step of it.`,
	);
}
