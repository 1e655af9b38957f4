import {caret} from '../../language/caret.js';
import type {ParseError} from '../../language/parse-error.js';
import type {Notice} from '../../narrate/notice.js';
import type {Message} from '../../session/message.js';
import {pulse} from '../../sim/pulse.js';
import {type Row, row, type Style} from '../text/row.js';
import {visible} from '../text/visible.js';
import {hangingRows, sentenceRow} from './prose-rows.js';

/** What the session says after an input, in rows: what changed, who noticed, who did not, and what could not be done. */
export function rowsOfMessages(said: readonly Message[], columns: number): readonly Row[] {
	return said.flatMap((message) => messageRows(message, columns));
}

/** The same in at most so many rows: first what the checklist and the ladder show as well is left out, then who noticed, then reasons; the last row says that there is more. */
export function fewer(said: readonly Message[], columns: number, rows: number): readonly Row[] {
	const briefer = [
		() => said,
		() => said.filter(isNews),
		() => said.filter(isNews).map(withoutChanges).map(withoutEcho),
		() => said.filter(isNews).map(onlyUnaware).map(withoutEcho),
		() => shortened(said),
	];
	let shortest: readonly Row[] = [];
	for (const messages of briefer) {
		shortest = rowsOfMessages(messages(), columns);
		if (shortest.length <= rows) return shortest;
	}
	// Whole sentences, as many as fit; the first is cut where it alone is too long.
	const whole: Row[] = [];
	for (const message of shortened(said).flatMap(oneNoticeEach)) {
		const its = messageRows(message, columns);
		if (whole.length + its.length < rows) whole.push(...its);
	}
	return [
		...(whole.length > 0 ? whole : shortest.slice(0, Math.max(0, rows - 1))),
		...(rows > 0 ? [row(' … Ctrl-O shows everything that was said', 'dim')] : []),
	];
}

function oneNoticeEach(message: Message): readonly Message[] {
	return message.kind === 'done' ? message.notices.map((each) => ({...message, notices: [each]})) : [message];
}

/** The checklist ticks by itself. */
function isNews({kind}: Message): boolean {
	return kind !== 'ticked';
}

function withoutChanges(message: Message): Message {
	return message.kind === 'done'
		? {...message, notices: message.notices.filter(({kind}) => kind !== 'change')}
		: message;
}

function onlyUnaware(message: Message): Message {
	return message.kind === 'done'
		? {...message, notices: message.notices.filter(({kind}) => kind === 'unaware' || kind === 'violation')}
		: message;
}

/** A line that was not understood stands at the prompt as well. */
function withoutEcho(message: Message): Message {
	return message.kind === 'unreadable'
		? {kind: 'refused', input: message.line, sentence: message.error.message, attempt: null}
		: message;
}

/** What matters most comes first: refusals, the end of a task, then violations by their names. */
function shortened(said: readonly Message[]): readonly Message[] {
	const messages = said.filter(isNews).map(onlyUnaware).map(withoutEcho);
	const notices = messages.flatMap((message) => (message.kind === 'done' ? message.notices : []));
	const violations = notices.flatMap(({violation}) =>
		violation === undefined ? [] : [`${violation.property}${violation.store === null ? '' : ` on ${violation.store}`}`],
	);
	const unaware = notices.findLast(({kind}) => kind === 'unaware');
	const named: readonly Notice[] =
		violations.length === 0
			? []
			: [{kind: 'violation', text: `${[...new Set(violations)].join(', ')}. /why explains.`}];
	const others = messages.filter(({kind}) => kind !== 'done');
	return [
		...others,
		{kind: 'done', moment: 0, input: '', notices: [...named, ...(unaware === undefined ? [] : [unaware])]},
	];
}

function messageRows(message: Message, columns: number): readonly Row[] {
	pulse();
	switch (message.kind) {
		case 'done':
			return message.notices.flatMap((notice) => noticeRows(notice, columns));
		case 'unreadable':
			return unreadable(message.line, message.error, columns);
		case 'refused':
			return marked('✗', 'rejected', message.sentence, columns);
		case 'told':
			return marked(' ', 'plain', message.text, columns);
		case 'ticked':
			return marked('✓', 'accepted', message.show, columns);
		case 'lost':
			return marked(
				'!',
				'violation',
				`${message.show}. From here it cannot be solved: /undo takes the last line back.`,
				columns,
			);
		case 'solved':
			return hangingRows(
				[{text: ' ✓ ', style: 'accepted'}],
				[
					{text: 'Solved. ', style: 'accepted'},
					{text: 'Enter goes on when you are ready.', style: 'plain'},
					...(message.mark === null ? [] : [{text: ` ${message.mark}`, style: 'dim' as const}]),
				],
				columns,
			);
		case 'answered':
			return answer(message, columns);
		case 'hint':
			return hint(message, columns);
		case 'card':
			return marked('▸', 'accent', 'This card is among your notes now: `/notes` shows them all.', columns);
		case 'finished':
			return marked(
				'✓',
				'accepted',
				'You have gone through the whole lesson. Enter opens the next one, `/menu` the list.',
				columns,
			);
		case 'code':
			return codeRows(message.text, columns);
		case 'page':
		case 'timeline':
		case 'beat':
			return [];
	}
}

function noticeRows({kind, text}: Notice, columns: number): readonly Row[] {
	const [mark, style] = noticeMarks[kind];
	return marked(mark, style, text, columns);
}

/** The line with a caret under the place that is wrong, and what was expected there. */
function unreadable(line: string, error: ParseError, columns: number): readonly Row[] {
	const [text = '', carets = ''] = caret(error, line, columns - 6).split('\n');
	return [row(`   ${text}`), row(`   ${carets}`, 'rejected'), ...marked('✗', 'rejected', error.message, columns)];
}

/** The choices themselves stand above, marked. */
function answer(
	{choice, right, because, recorded}: Extract<Message, {readonly kind: 'answered'}>,
	columns: number,
): readonly Row[] {
	const verdict =
		right === null
			? 'None of the choices fits what happened here.'
			: choice === right
				? 'Right.'
				: `Not so: it was ${right}.`;
	const words = [verdict, because, recorded ? '' : 'Your first bet stands.'].filter((part) => part !== '').join(' ');
	return choice === right ? marked('✓', 'accepted', words, columns) : marked('✗', 'belief', words, columns);
}

/** A hint that is a line to run is offered at the prompt as well. */
function hint({number, of, text, line}: Extract<Message, {readonly kind: 'hint'}>, columns: number): readonly Row[] {
	const label: Row = [{text: ` Hint ${number} of ${of}  `, style: 'accent'}];
	if (line === null) return hangingRows(label, sentenceRow(text), columns);
	const words =
		text === line || text === `\`${line}\`` ? [] : [...sentenceRow(text), {text: '  ', style: 'plain' as const}];
	return hangingRows(
		label,
		[...words, {text: visible(line), style: 'code'}, {text: '  Right takes this line.', style: 'dim'}],
		columns,
	);
}

/** From the edge of the screen, so that what is copied from it is the code and nothing else. */
function codeRows(code: string, columns: number): readonly Row[] {
	return Array.from({length: Math.ceil(code.length / columns)}, (_, index) =>
		row(code.slice(index * columns, (index + 1) * columns), 'code'),
	);
}

function marked(mark: string, style: Style, sentence: string, columns: number): readonly Row[] {
	return hangingRows([{text: ` ${mark} `, style}], sentenceRow(sentence), columns);
}

/** `unaware` bears the mark of a pause: somebody has not noticed. */
const noticeMarks: Readonly<Record<Notice['kind'], readonly [mark: string, style: Style]>> = {
	change: ['·', 'dim'],
	noticed: ['►', 'accent'],
	unaware: ['░', 'paused'],
	violation: ['!', 'violation'],
};
