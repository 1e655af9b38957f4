import type {Inline, Text} from '../lesson/lesson.js';

/** The words of a lesson as a plain line, with code between backticks. */
export function plain(text: Text): string {
	return text.map(piece).join('');
}

function piece({kind, text}: Inline): string {
	return kind === 'code' ? `\`${text}\`` : text;
}
