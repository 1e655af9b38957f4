import {caret} from '../../language/caret.js';
import type {ParseError} from '../../language/parse-error.js';
import type {Notice} from '../../session/notice.js';
import type {Saying} from '../../session/saying.js';
import {type Row, row, type Style} from '../text/row.js';
import {visible} from '../text/visible.js';
import {hangingRows, sentenceRow} from './prose-rows.js';

/** What the session says after an input, in rows: what changed, who noticed, who did not, and what could not be done. */
export function saidRows(said: readonly Saying[], columns: number): readonly Row[] {
	return said.flatMap((saying) => sayingRows(saying, columns));
}

function sayingRows(saying: Saying, columns: number): readonly Row[] {
	switch (saying.kind) {
		case 'done':
			return saying.notices.flatMap((notice) => noticeRows(notice, columns));
		case 'unreadable':
			return unreadable(saying.line, saying.error, columns);
		case 'refused':
			return marked('✗', 'rejected', saying.sentence, columns);
		case 'told':
			return marked(' ', 'plain', saying.text, columns);
		case 'ticked':
			return marked('✓', 'accepted', saying.show, columns);
		case 'lost':
			return marked('!', 'violation', `${saying.show}. From here it cannot be solved: /undo takes the last line back.`, columns);
		case 'solved':
			return hangingRows(
				[{text: ' ✓ ', style: 'accepted'}],
				[
					{text: 'Solved. ', style: 'accepted'},
					{text: 'Enter goes on when you are ready.', style: 'plain'},
				],
				columns,
			);
		case 'answered':
			return answer(saying, columns);
		case 'hint':
			return hint(saying, columns);
		case 'card':
			return marked('▸', 'accent', `A card for your notes: ${saying.text}`, columns);
		case 'finished':
			return marked('✓', 'accepted', 'You have gone through the whole lesson. Enter opens the next one, /menu the list.', columns);
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

function answer({choice, right, say, because, recorded}: Extract<Saying, {readonly kind: 'answered'}>, columns: number): readonly Row[] {
	const verdict = right === null ? 'None of the choices fits what happened here.' : choice === right ? 'Right.' : `Not so. What happened is ${right}: ${say}.`;
	const style = right === choice ? 'accepted' : 'belief';
	const again = recorded ? '' : ' Your first bet stands.';
	return [...marked(right === choice ? '✓' : '✗', style, `${verdict}${again}`, columns), ...(because === '' ? [] : marked(' ', 'plain', because, columns))];
}

function hint({number, of, text, line}: Extract<Saying, {readonly kind: 'hint'}>, columns: number): readonly Row[] {
	const rows = hangingRows([{text: ` Hint ${number} of ${of}  `, style: 'accent'}], sentenceRow(text), columns);
	return line === null ? rows : [...rows, [{text: `              ${visible(line)}`, style: 'code'}]];
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
