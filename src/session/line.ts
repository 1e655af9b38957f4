import {readCommand} from '../language/command.js';
import {meantBy} from '../language/habits.js';
import {namesOf} from '../language/names.js';
import {type Parsed, parseLine} from '../language/parse.js';
import type {ParseError} from '../language/parse-error.js';
import {print} from '../language/print.js';
import {whyNotAllowed} from '../lesson/allow.js';
import type {Statement} from '../sim/statement.js';
import type {World} from '../sim/world.js';
import {isOver, questionOf, stepOf, taskOf} from './beat.js';
import {choiceOf, placeBet} from './bet.js';
import {doCommand} from './do-command.js';
import {doStatement} from './do-statement.js';
import {searched} from './explore.js';
import {goOn} from './go-on.js';
import {playNext} from './places.js';
import type {Place, Session, Setback, Turn} from './session.js';
import {stepOn} from './travel.js';
import {present} from './tree.js';
import {andThen, say, tell} from './turn.js';

/** The session after a line from the prompt: Enter alone, a choice, a meta command, or statements. */
export function doLine(session: Session, text: string): Turn {
	const line = text.trim();
	if (line === '') return enter(session);
	const choice = choiceOf(session, line);
	if (choice !== null) return placeBet(session, choice);
	if (/^\d{1,2}$/.test(line) && session.place.kind === 'lesson')
		return tell(
			session,
			`No question is open here, so there is nothing to bet on.${isOver(session.place) ? ' Enter goes on.' : ''}`,
		);
	const {world} = present(session.place.tree);
	const clients = world.spec.clients.map(({name}) => name);
	const question = questionOf(session.place);
	// A client without a program cannot take a step: its name is an answer in words.
	const isIdle = world.spec.clients.some(
		({name, program}) => program === null && name.toLowerCase() === line.toLowerCase(),
	);
	if (question !== null && isIdle) return tell(session, askedForNumber(question.choices.length));
	const command = readCommand(line, clients);
	if (command === null) return statements(session, world, text);
	if (command.name !== null) return doCommand(session, command);
	const near = command.nearest === null ? meantBy(command.word, namesOf(world)) : `/${command.nearest}`;
	return tell(
		session,
		`There is no /${command.word}. ${near === null ? '/help lists what there is.' : `Did you mean ${near}?`}`,
	);
}

/** The session after several lines, as of a paste. Blank ones are passed over; at the first that cannot be done it stops, and the rest waits for Enter. */
export function doLines(session: Session, lines: readonly string[]): Turn {
	const full = lines.filter((each) => each.trim() !== '');
	if (full.length > mostLines)
		return tell(
			session,
			`That is ${full.length} lines, and a paste may have ${mostLines}. Put them into a file and type: /load FILE`,
		);
	let turn = say({...session, waiting: []}, []);
	for (const [index, line] of full.entries()) {
		const before = turn.session;
		turn = andThen(turn, (now) => doLine(now, line));
		if (failedSince(before, turn.session))
			return andThen(turn, (now) => halted({...now, draft: now.draft ?? line}, full.slice(index + 1)));
	}
	return turn;
}

/** Goes on with what is waiting: lines of a paste, a demonstration, the lesson; in the sandbox what was undone, or what of a run that was opened is still to come. */
function enter(session: Session): Turn {
	if (session.waiting.length > 0) return doLines(session, session.waiting);
	switch (session.place.kind) {
		case 'lesson':
			return goOn(session, session.place);
		case 'show':
			return playNext(session, session.place);
		case 'sandbox':
			return session.place.tree.ahead.length > 0 ? stepOn(session) : say(session, []);
	}
}

/** All of a line is read before any of it is done; then one statement after the other, up to the first that is refused. */
function statements(session: Session, world: World, text: string): Turn {
	const parsed = parseLine(text, namesOf(world));
	if (!parsed.ok) return misread(session, text, parsed.error);
	let after = turnToMatch(session, parsed.statements[0]);
	const done: Statement[] = [];
	for (const [index, line] of parsed.statements.entries()) {
		const tried = doStatement(after, line);
		after = tried.session;
		if (!tried.done) return andThen(searched(after, done), (now) => cutShort(now, parsed.statements.slice(index)));
		done.push(line.statement);
	}
	return searched(after, done);
}

/** After a refusal the refused statement and what stood after it stay at the prompt. */
function cutShort(session: Session, left: readonly Parsed[]): Turn {
	const [, ...after] = left.map(({text}) => text);
	const drafted = {...session, draft: left.map(({text}) => text).join('; ')};
	return after.length === 0 ? say(drafted, []) : tell(drafted, `Not done yet: \`${after.join('; ')}\``);
}

/** A learner who reads the lesson beside the screen types what its next page shows: then the page is turned first. */
function turnToMatch(session: Session, typed: Parsed | undefined): Session {
	const {place} = session;
	if (place.kind !== 'lesson' || typed === undefined || !isOver(place)) return session;
	const next = stepOf(place)?.beats[present(place.tree).beat + 1]?.act;
	const [shown] = next?.kind === 'try' ? next.script : [];
	return shown !== undefined && print(shown.statement) === print(typed.statement)
		? goOn(session, place).session
		: session;
}

function misread(session: Session, line: string, error: ParseError): Turn {
	const {message, kind, text} = error;
	if (kind === 'syntax') {
		const {place} = session;
		const names = namesOf(present(place.tree).world);
		const said = meantBy(text, names);
		const meant = said === null ? null : line.trim().replace(text, () => said);
		const question = questionOf(place);
		if (question !== null && meant === null && (error.column === 1 || error.nearest === null))
			return tell(session, askedForNumber(question.choices.length));
		const setback: Setback = {kind: 'syntax', line, message};
		const leftOut = meant === null ? null : whyLeftOut(place, parseLine(meant, names));
		if (leftOut !== null)
			return say({...session, setback, draft: line}, [
				{kind: 'refused', input: text, sentence: `Here that is \`${meant}\`. ${leftOut}`, attempt: null},
			]);
		return meant === null
			? say({...session, setback, draft: line, caret: offsetOf(line, error.column)}, [
					{kind: 'unreadable', line, error},
				])
			: say({...session, setback, draft: meant}, [
					{kind: 'unreadable', line, error: {...error, message: `Here that is: ${meant}`, nearest: null}},
				]);
	}
	return say({...session, draft: line, setback: {kind: 'refusal', statement: null, text, sentence: message}}, [
		{kind: 'refused', input: text, sentence: message, attempt: null},
	]);
}

/** Why a task does not take what was meant, or null. */
function whyLeftOut(place: Place, meant: ReturnType<typeof parseLine>): string | null {
	const task = taskOf(place);
	if (task === null || !meant.ok) return null;
	return (
		meant.statements.map(({statement}) => whyNotAllowed(statement, task.allow)).find((why) => why !== null) ?? null
	);
}

/** Where a column of a line is, counted in code points from 1. */
function offsetOf(line: string, column: number): number {
	return [...line].slice(0, column - 1).join('').length;
}

function failedSince(before: Session, after: Session): boolean {
	return after.said.slice(before.said.length).some(({kind}) => kind === 'unreadable' || kind === 'refused');
}

function halted(session: Session, rest: readonly string[]): Turn {
	if (rest.length === 0) return say(session, []);
	const count =
		rest.length === 1 ? 'One line of what you pasted waits' : `${rest.length} lines of what you pasted wait`;
	return tell({...session, waiting: rest}, `${count}: mend this one first; then Enter on an empty line runs the rest.`);
}

function askedForNumber(choices: number): string {
	return `A bet is open: type the number of your choice, from 1 to ${choices}.`;
}

/** More than a person reads on; a file is walked through with the same keys. */
const mostLines = 1000;
