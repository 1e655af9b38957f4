import type {Act, Predict, Task, Try} from '../../lesson/lesson.js';
import {beatOf, betOf, isOver, judged, questionOf, remaining, taskOf} from '../../session/beat.js';
import type {Place} from '../../session/session.js';
import {present} from '../../session/tree.js';
import {type Row, restyle} from '../text/row.js';
import {visible} from '../text/visible.js';
import {finishRows} from './finish-rows.js';
import {codeRows, hangingRows, textRow} from './prose-rows.js';

/** What the learner is to do now: the line to run, the question with its choices, the goals as they stand, or the card of a debrief. `chosen`: the choice that Enter would take, from 0. */
export function actRows(place: Place, chosen: number, columns: number): readonly Row[] {
	const task = taskOf(place);
	if (task !== null) return goalRows(place, task, columns);
	const question = questionOf(place);
	if (question !== null) return questionRows(question, chosen, columns);
	const act = beatOf(place)?.act;
	if (act?.kind === 'try' && place.kind === 'lesson' && isOver(place)) return doneRows(act, columns);
	if (act?.kind === 'predict') return answeredRows(act, place, columns);
	if (act !== undefined) return otherRows(act, place, columns);
	return place.kind === 'lesson' ? finishRows(place, columns) : [];
}

/** The question that is open, with the choices to bet on. */
function questionRows({question, choices}: Predict, chosen: number, columns: number): readonly Row[] {
	const asked = hangingRows(
		[{text: ' ', style: 'plain'}],
		textRow(question).map(({text, style}) => ({text, style: style === 'plain' ? 'bold' : style})),
		columns,
	);
	const listed = choices.flatMap(({say}, index) =>
		hangingRows(
			[
				{text: index === chosen ? ' ▸ ' : '   ', style: 'accent'},
				{text: `${index + 1}  `, style: 'accent'},
			],
			index === chosen ? textRow(say).map(({text}) => ({text, style: 'bold'})) : textRow(say),
			columns,
		),
	);
	return [...asked, ...listed];
}

/** The question, the bet that was placed, and the choice that came true where it was another one. */
function answeredRows({question, choices}: Predict, place: Place, columns: number): readonly Row[] {
	const chosen = betOf(place);
	const right = rightChoice(place);
	const answers = choices.flatMap(({say}, index) => {
		const number = index + 1;
		if (number !== chosen && number !== right) return [];
		const isRight = number === right;
		const mark: Row = [{text: isRight ? ` ✓ ${number}  ` : ` ✗ ${number}  `, style: isRight ? 'accepted' : 'rejected'}];
		return hangingRows(
			mark,
			[...textRow(say), ...(number === chosen ? [{text: '  your bet', style: 'dim' as const}] : [])],
			columns,
		);
	});
	return [...hangingRows([{text: ' ', style: 'plain'}], restyle(textRow(question), 'dim'), columns), ...answers];
}

/** The choice that came true after the first bet on this question, which every later one shares; null when none did. */
function rightChoice(place: Place): number | null {
	if (place.kind !== 'lesson') return null;
	const {step, beat} = present(place.tree);
	return place.standing.bets.find((bet) => bet.step === step && bet.beat === beat)?.right ?? null;
}

/** The checklist, exactly as it is checked. */
function goalRows(place: Place, task: Task, columns: number): readonly Row[] {
	const standing = judged(place);
	const goals = task.goals.flatMap(({show}, index) => {
		const done = standing?.ticked[index] === true;
		return hangingRows([{text: done ? ' [✓] ' : ' [ ] ', style: done ? 'accepted' : 'accent'}], textRow(show), columns);
	});
	const lost = standing?.lost ?? null;
	return [
		...goals,
		...(lost === null
			? []
			: hangingRows(
					[{text: '  !  ', style: 'violation'}],
					[...textRow(lost.show), {text: '. /undo takes back, /reset starts again.', style: 'dim'}],
					columns,
				)),
	];
}

/** A line that has been run. */
function doneRows({script}: Try, columns: number): readonly Row[] {
	return hangingRows(
		[{text: ' ✓ ', style: 'accepted'}],
		[{text: visible(script.map(({text}) => text).join('; ')), style: 'dim'}],
		columns,
	);
}

function otherRows(act: Act, place: Place, columns: number): readonly Row[] {
	switch (act.kind) {
		case 'try': {
			const done = act.script.length - remaining(place, act.script).length;
			return act.script.map(({text}, index) => [
				index < done ? {text: ' ✓ ', style: 'accepted'} : {text: ' ▸ ', style: 'accent'},
				{text: visible(text), style: index < done ? 'dim' : 'code'},
			]);
		}
		case 'debrief':
			return [...card(act.card, columns), ...codeRows(act.code, columns)];
		case 'read':
		case 'predict':
		case 'task':
			return [];
	}
}

function card(text: Parameters<typeof textRow>[0], columns: number): readonly Row[] {
	return text.length === 0
		? []
		: hangingRows(
				[{text: ' ┃ ', style: 'accent'}],
				textRow(text).map((span) => ({...span, style: 'bold'})),
				columns,
			);
}
