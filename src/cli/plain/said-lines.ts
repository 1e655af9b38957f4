import {caret} from '../../language/caret.js';
import {unnumbered} from '../../language/explain.js';
import type {ParseError} from '../../language/parse-error.js';
import type {Notice} from '../../session/notice.js';
import type {Saying} from '../../session/saying.js';
import type {Session, Tree} from '../../session/session.js';
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
export type Paper = {readonly columns: number; readonly ascii: boolean};

/** Everything a session has to say after an input, as lines that fit the width and obey nothing. */
export function saidLines(session: Session, paper: Paper): readonly string[] {
	return session.said.flatMap((saying) => sayingLines(session, saying, paper));
}

/** A text as lines that fit. */
export function fitted(text: string, {columns, ascii}: Paper): readonly string[] {
	return wrap(visible(text), columns).map((line) => (ascii ? asciiText(line) : line));
}

function sayingLines(session: Session, saying: Saying, paper: Paper): readonly string[] {
	switch (saying.kind) {
		case 'unreadable':
			return unreadableLines(saying.line, saying.error, paper);
		case 'timeline':
			return timelineLines(session.place.tree, saying.inWords, paper);
		case 'code':
			return [unnumbered(saying.text)];
		case 'page':
			return saying.lines.flatMap((line) => hanging(line, paper));
		default:
			return paragraphs(session, saying).flatMap((line) => hanging(line, paper));
	}
}

function paragraphs(
	{place, said}: Session,
	saying: Exclude<Saying, {readonly kind: 'unreadable' | 'timeline' | 'page' | 'code'}>,
): readonly string[] {
	switch (saying.kind) {
		case 'done':
			return [...(isOneOfSeveral(said) ? [`    ${saying.input}`] : []), ...saying.notices.map(noticeLine)];
		case 'refused':
			return [saying.sentence];
		case 'told':
			return [saying.text];
		case 'ticked':
			return [`[x] ${saying.show}`];
		case 'lost':
			return [`${saying.show}. From here it cannot be solved; /undo takes the last line back, /reset begins again.`];
		case 'solved':
			return ['Solved. Enter goes on.', ...(saying.mark === null ? [] : [saying.mark])];
		case 'answered':
			return answerLines(saying);
		case 'hint':
			return [
				`Hint ${saying.number} of ${saying.of}: ${saying.text}`,
				...(saying.line === null || saying.text.includes(saying.line) ? [] : [`    ${saying.line}`]),
			];
		case 'beat':
			return place.kind === 'lesson' ? beatLines(place) : [];
		case 'card':
			return ['The card is in your notes: /notes shows them all.'];
		case 'finished':
			return ['', 'That was the whole lesson.'];
	}
}

/** What came of which statement has to be told where more than one was done. */
function isOneOfSeveral(said: readonly Saying[]): boolean {
	return said.filter(({kind}) => kind === 'done').length > 1;
}

function noticeLine({kind, text}: Notice): string {
	return kind === 'violation' ? `! ${unnumbered(text)}` : text;
}

function answerLines({
	choice,
	right,
	say,
	truth,
	because,
	recorded,
}: Extract<Saying, {readonly kind: 'answered'}>): readonly string[] {
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
function unreadableLines(line: string, error: ParseError, paper: Paper): readonly string[] {
	const place = caret(error, line, paper.columns - 2)
		.split('\n')
		.map((each) => `  ${paper.ascii ? asciiText(each) : each}`);
	return [...place, ...fitted(error.message, paper)];
}

/** What the learner did: drawn, or a sentence a row; and the branches. */
function timelineLines(tree: Tree, inWords: boolean, paper: Paper): readonly string[] {
	const moments = [...past(tree), ...ahead(tree)].filter(({events}) => events.length > 0);
	if (moments.length === 0)
		return ['Nothing has happened here yet.', ...branchLines(tree).flatMap((line) => fitted(line, paper))];
	const told = moments.map(({did, events}) => ({input: did.kind === 'statement' ? did.text : '', events}));
	const {spec} = present(tree).world;
	const cursor = past(tree).filter(({events}) => events.length > 0).length - 1;
	const drawn = inWords
		? ladderSentences(told, spec).flatMap(({text, statement}) =>
				fitted(statement > cursor ? `${text} (undone)` : text, paper),
			)
		: picture(
				ladderRows(told, spec, {
					width: paper.columns,
					selectedStore: null,
					cursor,
					ascii: paper.ascii,
					dimAfterCursor: true,
				}),
			);
	return [...drawn, ...branchLines(tree).flatMap((line) => fitted(line, paper))];
}

function picture({header, rows}: ReturnType<typeof ladderRows>): readonly string[] {
	return [...header, ...rows.map(({spans}) => spans)].map((row) => rowText(row).trimEnd());
}

/** A row of a table: what does not fit goes on under its beginning. */
function hanging(line: string, paper: Paper): readonly string[] {
	const indent = /^ */.exec(line)?.[0] ?? '';
	return fitted(line.trimStart(), {...paper, columns: Math.max(20, paper.columns - indent.length)}).map((each) =>
		(indent + each).trimEnd(),
	);
}
