import {print} from '../../language/print.js';
import {listed} from '../../lesson/allow.js';
import type {Act, Lesson, Predict, Prose, Snippet, Task} from '../../lesson/lesson.js';
import {beatOf, betOf, isOver, judged, remaining} from '../../session/beat.js';
import type {LessonPlace} from '../../session/session.js';
import {plain} from '../../session/text.js';
import {present} from '../../session/tree.js';

/** What line mode says on coming to a beat: the heading and the world where a step begins, the prose, and what is to be done. Shape: one paragraph a line, not yet wrapped; '' is a blank line. */
export function beatLines(place: LessonPlace): readonly string[] {
	const found = beatOf(place);
	if (found === null) return [];
	return [
		...(present(place.tree).beat === 0 ? openingLines(place) : []),
		...found.prose.flatMap(proseLines),
		...actLines(place, found.act),
	];
}

function goalLines(place: LessonPlace, {goals}: Task): readonly string[] {
	const ticked = judged(place)?.ticked ?? [];
	return goals.map(({show}, index) => `${ticked[index] ? '[x]' : '[ ]'} ${plain(show)}`);
}

function openingLines({lesson, tree}: LessonPlace): readonly string[] {
	const {step, did} = present(tree);
	const {title} = lesson.steps[step] ?? {title: ''};
	return [
		...(step === 0 ? lessonLines(lesson) : []),
		'',
		`## ${title} (step ${step + 1} of ${lesson.steps.length})`,
		...(did.kind === 'began' ? ['', 'World:', ...did.origin.map((statement) => `    ${print(statement)}`)] : []),
	];
}

function lessonLines({title, role, minutes}: Lesson): readonly string[] {
	return ['', `# ${title}`, `You are the ${role}. About ${minutes} minutes.`];
}

function proseLines(prose: Prose): readonly string[] {
	switch (prose.kind) {
		case 'paragraph':
			return ['', plain(prose.text)];
		case 'list':
			return ['', ...prose.items.map((item, index) => `${prose.ordered ? `${index + 1}.` : '-'} ${plain(item)}`)];
	}
}

function actLines(place: LessonPlace, act: Act): readonly string[] {
	switch (act.kind) {
		case 'read':
			return ['', goOnLine];
		case 'try':
			return isOver(place)
				? ['', goOnLine]
				: ['', 'Enter runs:', ...remaining(place, act.script).map(({text}) => `    ${text}`)];
		case 'predict':
			return betOf(place) === null ? questionLines(act) : ['', goOnLine];
		case 'task':
			return ['', 'Your task:', ...goalLines(place, act), ...allowLines(act), ...(isOver(place) ? [goOnLine] : [])];
		case 'debrief':
			return [...act.prose.flatMap(proseLines), '', `Card: ${plain(act.card)}`, ...codeLines(act.code), goOnLine];
	}
}

/** What stands in a program or a file, word for word. */
export function codeLines(code: Snippet | null): readonly string[] {
	return code === null ? [] : ['', `${code.where}:`, ...code.lines.map((line) => `    ${line}`), ''];
}

function questionLines({question, choices}: Predict): readonly string[] {
	return [
		'',
		`Your bet: ${plain(question)}`,
		...choices.map(({say}, index) => `${index + 1}. ${plain(say)}`),
		`Type a number from 1 to ${choices.length}.`,
	];
}

function allowLines({allow}: Task): readonly string[] {
	return allow === null ? [] : [`You may use: ${listed(allow)}. /hint helps.`];
}

const goOnLine = 'Enter goes on.';
