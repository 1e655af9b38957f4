import {clipped} from '../../language/visible.js';
import type {Effect, Input, Place, Session, Turn} from '../../session/session.js';
import {update} from '../../session/update.js';
import {questionOfTrack} from '../../view/screens/work.js';
import type {Io} from '../io.js';
import {fitted, type LineFormat, linesOfMessages} from './message-lines.js';
import {readLines} from './read-lines.js';

/** What an effect comes to: an input for the session, another session, sentences for the learner, or the end. */
export type Answer =
	| {readonly kind: 'nothing'}
	| {readonly kind: 'input'; readonly input: Input}
	| {readonly kind: 'open'; readonly turn: Turn}
	| {readonly kind: 'say'; readonly sentences: readonly string[]}
	| {readonly kind: 'end'};

/** Runs the effects of a session; the session is the one after the input. */
export type Shell = (effect: Effect, session: Session) => Promise<Answer>;

/** Reads lines and answers each, until the input ends or the learner quits; the session as it was left. */
export async function converse(io: Io, start: Turn, shell: Shell): Promise<Session> {
	const format: LineFormat = {columns: Math.max(20, io.columns), ascii: io.look.ascii};
	const isAsked = isTerminal(io.stdin);
	let heard = await follow(io, start, shell, format);
	/** Whether the goals can still be reached, as far as it is known. */
	let isOpen = true;
	if (isAsked && !heard.ended) io.stdout.write(promptMark);
	for await (const line of readLines(io.stdin)) {
		if (heard.ended) break;
		if (!isAsked) io.stdout.write(`${(promptMark + clipped(line, 1000)).trimEnd()}\n`);
		const before = heard.session.place;
		heard = await follow(io, update(heard.session, {kind: 'line', text: line}), shell, format);
		if (heard.ended) break;
		const track = await onTrack(before, heard.session.place);
		if (track === false && isOpen !== false) print(io, fitted(offTrack, format));
		isOpen = track ?? isOpen;
		if (isAsked) io.stdout.write(promptMark);
	}
	if (isAsked && !heard.ended) io.stdout.write('\n');
	return heard.session;
}

/** Whether a person types the input: then there is a prompt, and the terminal has shown what was typed. */
export function isTerminal(stdin: Io['stdin']): boolean {
	return 'isTTY' in stdin && stdin.isTTY === true;
}

type Heard = {readonly session: Session; readonly ended: boolean};

/** Says what a turn says and runs its effects, and those of the turns that these lead to. What a turn keeps is kept before it says anything. */
async function follow(io: Io, first: Turn, shell: Shell, format: LineFormat): Promise<Heard> {
	let session = first.session;
	const turns: Turn[] = [first];
	for (let turn = turns.shift(); turn !== undefined; turn = turns.shift()) {
		session = turn.session;
		const kept: Answer[] = [];
		for (const effect of turn.effects) if (effect.kind === 'save') kept.push(await shell(effect, session));
		print(io, linesOfMessages(session, format));
		for (const effect of turn.effects) {
			const answer = effect.kind === 'save' ? kept.shift() : await shell(effect, session);
			if (answer === undefined) continue;
			if (answer.kind === 'end') return {session, ended: true};
			if (answer.kind === 'say')
				print(
					io,
					answer.sentences.flatMap((sentence) => fitted(sentence, format)),
				);
			if (answer.kind === 'input') turns.push(update(session, answer.input));
			if (answer.kind === 'open') turns.push(answer.turn);
		}
	}
	return {session, ended: false};
}

function print(io: Io, lines: readonly string[]): void {
	if (lines.length > 0) io.stdout.write(`${lines.join('\n')}\n`);
}

const promptMark = '> ';

/** Whether the goals at hand can still be reached after a line; null where it was not found out, or there is nothing to find out. */
async function onTrack(before: Place, after: Place): Promise<boolean | null> {
	const question = questionOfTrack(before, after);
	if (question === null) return null;
	const {trackHere} = await import('../explore/explore-here.js');
	return await trackHere(question, mostStates);
}

/** What is said when they no longer can. */
const offTrack =
	'No way leads from here to what is still open with the statements that this task allows. /undo takes the last line back.';

/** So many that nobody has to wait; and always as many, so that the same lines always come to the same. */
const mostStates = 3000;
