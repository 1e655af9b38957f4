import {caret} from '../../language/caret.js';
import type {ParseError} from '../../language/parse-error.js';
import type {Notice} from '../../narrate/notice.js';
import {exerciseLines} from '../../session/course.js';
import type {Message} from '../../session/message.js';
import {readingAt} from '../../session/reading-at.js';
import type {Place, Session} from '../../session/session.js';
import {branchLines} from '../../session/timeline.js';
import {ahead, past, present} from '../../session/tree.js';
import {ladderRows} from '../../view/diagram/ladder.js';
import {ladderSentences} from '../../view/diagram/sentence.js';
import {asciiText} from '../../view/text/ascii.js';
import {rowText} from '../../view/text/row.js';
import {visible} from '../../view/text/visible.js';
import {wrap} from '../../view/text/wrap.js';
import {beatLines} from './beat-lines.js';

/** How line mode shows its lines. Units: columns. */
export type LineFormat = {readonly columns: number; readonly ascii: boolean};

/** Everything a session has to say after an input, as lines that fit the width and obey nothing. */
export function linesOfMessages(session: Session, format: LineFormat): readonly string[] {
	return session.said.flatMap((message) => messageLines(session, message, format));
}

/** A text as lines that fit. */
export function fitted(text: string, {columns, ascii}: LineFormat): readonly string[] {
	return wrap(visible(text), columns).map((line) => (ascii ? asciiText(line) : line));
}

function messageLines(session: Session, message: Message, format: LineFormat): readonly string[] {
	switch (message.kind) {
		case 'unreadable':
			return unreadableLines(message.line, message.error, format);
		case 'timeline':
			return timelineLines(session.place, message.inWords, format);
		case 'code':
			return [message.text];
		case 'page':
			return message.lines.flatMap((line) => hanging(line, format));
		default:
			return paragraphs(session, message).flatMap((line) => hanging(line, format));
	}
}

function paragraphs(
	{place, said}: Session,
	message: Exclude<Message, {readonly kind: 'unreadable' | 'timeline' | 'page' | 'code'}>,
): readonly string[] {
	switch (message.kind) {
		case 'done':
			return [...(isOneOfSeveral(said) ? [`    ${message.input}`] : []), ...message.notices.map(noticeLine)];
		case 'refused':
			return [message.sentence];
		case 'told':
			return [message.text];
		case 'ticked':
			return [`[x] ${message.show}`];
		case 'lost':
			return [`${message.show}. From here it cannot be solved; /undo takes the last line back, /reset begins again.`];
		case 'solved':
			return ['Solved. Enter goes on.', ...(message.mark === null ? [] : [message.mark])];
		case 'answered':
			return answerLines(message);
		case 'hint':
			return [
				`Hint ${message.number} of ${message.of}: ${message.text}`,
				...(message.line === null || message.text.includes(message.line) ? [] : [`    ${message.line}`]),
			];
		case 'beat':
			return place.kind === 'lesson' ? beatLines(place) : [];
		case 'card':
			return ['The card is in your notes: /notes shows them all.'];
		case 'finished':
			return ['', 'That was the whole lesson.', ...(place.kind === 'lesson' ? exerciseLines(place.lesson) : [])];
	}
}

/** What came of which statement has to be told where more than one was done. */
function isOneOfSeveral(said: readonly Message[]): boolean {
	return said.filter(({kind}) => kind === 'done').length > 1;
}

function noticeLine({kind, text}: Notice): string {
	return kind === 'violation' ? `! ${text}` : text;
}

function answerLines({
	choice,
	right,
	say,
	truth,
	because,
	recorded,
}: Extract<Message, {readonly kind: 'answered'}>): readonly string[] {
	const verdict =
		choice === right
			? `Your bet was right: ${say}.`
			: `Your bet: ${say}. ${truth === null ? 'That is not what happened.' : `What happened is: ${truth}.`}`;
	return [
		'',
		verdict,
		...(because === '' ? [] : [because]),
		...(recorded ? [] : ['Your first bet stands.']),
		'Enter goes on.',
	];
}

/** The line is repeated with a caret only where nothing of it has to be left out. */
function unreadableLines(line: string, error: ParseError, format: LineFormat): readonly string[] {
	const place = caret(error, line, format.columns - 2)
		.split('\n')
		.map((each) => `  ${format.ascii ? asciiText(each) : each}`);
	return [...place, ...fitted(error.message, format)];
}

/** What the learner did: drawn, or a sentence a row; and the branches. */
function timelineLines(place: Place, inWords: boolean, format: LineFormat): readonly string[] {
	const {tree} = place;
	const reading = readingAt(place);
	const moments = [...past(tree), ...ahead(tree)].filter(({events}) => events.length > 0);
	if (moments.length === 0)
		return ['Nothing has happened here yet.', ...branchLines(tree).flatMap((line) => fitted(line, format))];
	const told = moments.map((each) => ({moments: each.moments}));
	const {spec} = present(tree).world;
	const cursor = past(tree).filter(({events}) => events.length > 0).length - 1;
	const drawn = inWords
		? ladderSentences(told, spec, reading).flatMap(({text, statement}) =>
				fitted(statement > cursor ? `${text} (undone)` : text, format),
			)
		: picture(
				ladderRows(
					told,
					spec,
					{
						width: format.columns,
						selectedStore: null,
						cursor,
						ascii: format.ascii,
						dimAfterCursor: true,
					},
					reading,
				),
			);
	return [...drawn, ...branchLines(tree).flatMap((line) => fitted(line, format))];
}

function picture({header, rows}: ReturnType<typeof ladderRows>): readonly string[] {
	return [...header, ...rows.map(({spans}) => spans)].map((row) => rowText(row).trimEnd());
}

/** A row of a table: what does not fit goes on under its beginning. */
function hanging(line: string, format: LineFormat): readonly string[] {
	const indent = /^ */.exec(line)?.[0] ?? '';
	return fitted(line.trimStart(), {...format, columns: Math.max(20, format.columns - indent.length)}).map((each) =>
		(indent + each).trimEnd(),
	);
}
