import {dirname, resolve} from 'node:path';
import {placeText} from '../../code/ask.js';
import {callText, classVerdict} from '../../code/check-class.js';
import type {Answer} from '../../code/file-answer.js';
import type {ToldMove} from '../../code/schedule-script.js';
import {
	type CodeAnswer,
	faultsBeside,
	notesBeside,
	saidText,
	silentAsk,
	verdictLine,
} from '../../code/verdict-words.js';
import {claimText, print} from '../../language/print.js';
import {visible} from '../../language/visible.js';
import {sentences} from '../../narrate/event.js';
import {unpointed} from '../../narrate/violation.js';
import type {Event} from '../../sim/event.js';
import type {Io} from '../io.js';
import {drawn} from '../run/diagram.js';
import {verdictMark} from '../run/text.js';
import {lineAt} from './check-code.js';
import {claimOf} from './json.js';

/** The answer for a reader: the claim, what is said of it, and what shows it. */
export async function answerText(answer: Answer, diagram: boolean, io: Io): Promise<string> {
	switch (answer.kind) {
		case 'claim':
			return await claimAnswer(answer, diagram, io);
		case 'class': {
			const {file, name, calls, finding} = answer;
			const rows = finding.wrong?.calls.map((call) => `    ${visible(callText(call))}\n`).join('') ?? '';
			const mark = verdictMark(finding.wrong === null ? 'holds' : 'violated', io.look);
			return `${mark} ${visible(file)}: ${name}\n  ${visible(classVerdict(finding, name, calls))}\n${rows}`;
		}
		case 'founding': {
			const {file, name, lockFile, test} = answer;
			const mark = verdictMark(test.isRight ? 'holds' : 'violated', io.look);
			const lock =
				lockFile === null ? 'no LockService of yours beside it' : `with your LockService of ${visible(lockFile)}`;
			return `${mark} ${visible(file)}: ${claimOf(name)} (${lock})\n${test.steps.map((step) => `    ${visible(step)}\n`).join('')}`;
		}
	}
}

/** With the schedule and the lines of the code. */
async function claimAnswer(answer: CodeAnswer, diagram: boolean, io: Io): Promise<string> {
	const {file, verdict, moves, world} = answer;
	const {ascii} = io.look;
	const mark = verdictMark(verdict, io.look);
	const folder = resolve(io.cwd, dirname(file));
	const rows = (verdict === 'violated' ? moves : []).map((move) => moveText(move, folder)).join('');
	const history = moves.flatMap(({done}) =>
		done.map(({statement, moments, events}) => ({input: print(statement), moments, events, still: []})),
	);
	const picture = diagram && history.length > 0 ? await drawn(history, world.spec, io.columns, ascii) : '';
	const faults = faultsBeside(answer);
	const notes = notesBeside(answer).map((note) => `  Note: ${visible(note)}\n`);
	return `${mark} ${visible(file)}: ${visible(claimText(answer.claim))}\n  ${visible(verdictLine(answer))}\n${faults === '' ? '' : `  ${faults}\n`}${rows}${picture}${notes.join('')}`;
}

/** One move: who does what and what comes of it, and below it the line of the code. */
function moveText({client, ask, place, done, said: printed}: ToldMove, folder: string): string {
	const what =
		done.length > 0
			? done.map(({statement}) => print(statement)).join('; ')
			: `${client ?? ''} ${ask === null ? '' : silentAsk(ask)}`;
	const told = sentences(done.flatMap(({events}) => events).filter(isTold), unpointed);
	const said = told.map(({text}) => `      ${text}\n`);
	const line = place.file === null || place.line === null ? null : lineAt(resolve(folder, place.file), place.line);
	const where = place.file === null ? '' : `      ${placeText(place)}  ${visible((line ?? '').trim()).slice(0, 90)}\n`;
	const prints = printed.map((text) => `      ${saidText(client, text)}\n`);
	return `    ${visible(what)}\n${where}${said.join('')}${prints.join('')}`;
}

/** What a client does with an answer is told by the answer. */
function isTold({kind}: Event): boolean {
	return !['acquire-sent', 'believed', 'disbelieved', 'done', 'sent', 'delivered'].includes(kind);
}
