import {visible} from '../../language/visible.js';
import {isChallenge} from '../../lesson/challenge.js';
import type {Lesson} from '../../lesson/lesson.js';
import {isSolved, lessonOf, type Progress} from '../../progress/record.js';
import {goOnWith} from '../../session/course.js';
import {width} from '../../view/text/width.js';
import {jsonLine} from '../json-line.js';

/** The lessons by part, a line each, with what is solved, and where to go on. `way`: what stands before an id on the command line. */
export function listed(
	lessons: readonly Lesson[],
	progress: Progress,
	look: {readonly ascii: boolean},
	way = '',
): string {
	const widest = (textOf: (lesson: Lesson) => string) => Math.max(0, ...lessons.map((lesson) => width(textOf(lesson))));
	const columns = {id: widest(({id}) => visible(id)), title: widest(({title}) => visible(title))};
	const lines = lessons.flatMap((lesson, index) => {
		const heading =
			lesson.part === lessons[index - 1]?.part
				? []
				: [...(index > 0 ? [''] : []), visible(lesson.part ?? 'Other lessons')];
		return [...heading, lineOf(lesson, progress, columns, look)];
	});
	return `${[...lines, '', advice(lessons, progress, way)].join('\n')}\n`;
}

/** The lessons, one JSON object a line. */
export function listedAsJson(lessons: readonly Lesson[], progress: Progress): string {
	return lessons
		.map(({id, number, title, part, role, minutes}) => {
			const {solvedAt} = lessonOf(progress, id);
			return jsonLine({type: 'lesson', id, number, title, part, role, minutes, solved: solvedAt !== null, solvedAt});
		})
		.join('');
}

function lineOf(
	{id, number, title, role, minutes}: Lesson,
	progress: Progress,
	columns: {readonly id: number; readonly title: number},
	look: {readonly ascii: boolean},
): string {
	const cells = [
		String(number ?? '').padStart(2),
		padded(visible(id), columns.id),
		padded(visible(title), columns.title),
		`${String(minutes).padStart(2)} min`,
		role,
	];
	return `  ${mark(id, progress, look.ascii)} ${cells.join('  ')}`;
}

/** Solved, begun, or neither. */
function mark(id: string, progress: Progress, ascii: boolean): string {
	if (isSolved(progress, id)) return ascii ? 'x' : '✓';
	if (lessonOf(progress, id).session !== null) return ascii ? '>' : '▸';
	return ' ';
}

function advice(lessons: readonly Lesson[], progress: Progress, way: string): string {
	const next = goOnWith({lessons, progress});
	const solvedOf = (some: readonly Lesson[]) =>
		`${some.filter(({id}) => isSolved(progress, id)).length} of ${some.length}`;
	const challenges = lessons.filter(isChallenge);
	const more = challenges.length === 0 ? '' : `, and ${solvedOf(challenges)} challenges`;
	const said = `${solvedOf(lessons.filter((lesson) => !isChallenge(lesson)))} solved${more}.`;
	return next === null
		? `${said} Play on with: fence-tutor play`
		: `${said} Go on with: fence-tutor learn ${way}${visible(next.id)}`;
}

function padded(text: string, columns: number): string {
	return text + ' '.repeat(Math.max(0, columns - width(text)));
}
