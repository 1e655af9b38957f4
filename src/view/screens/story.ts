import type {Task} from '../../lesson/lesson.js';
import {sentence} from '../../narrate/event.js';
import {noticeText, type Violated} from '../../narrate/notice.js';
import {asRead} from '../../narrate/reading.js';
import {unpointed} from '../../narrate/violation.js';
import {whyReason} from '../../narrate/why.js';
import {judged, taskOf} from '../../session/beat.js';
import {readingAt} from '../../session/reading-at.js';
import type {Place, Session} from '../../session/session.js';
import {bySeverity} from '../../session/severity.js';
import {history, present} from '../../session/tree.js';
import type {Event} from '../../sim/event.js';
import type {Atom} from '../../sim/fact.js';
import {atomsOf} from '../../sim/formula.js';
import {clipped} from '../text/fit.js';
import {type Row, rowWidth, type Span} from '../text/row.js';
import {ladderPointer} from './ladder-pane.js';
import {rowsOfMessages} from './message-rows.js';
import {hangingRows, sentenceRow, textRow} from './prose-rows.js';

/** A task that has just been solved, and what was said of it. */
type Story = {readonly task: Task; readonly said: Session['said']};

/** The task whose story the screen becomes: the line entered last has solved it. Else null. */
export function storyOf({place, said}: Session): Story | null {
	const task = place.kind === 'lesson' ? taskOf(place) : null;
	const solved = said.filter(({kind}) => kind === 'solved');
	return task === null || solved.length === 0 || judged(place)?.solved !== true ? null : {task, said: solved};
}

/** The goals, all of them ticked, on one line; a long one is shortened after a word. */
export function solvedGoals({goals}: Task, columns: number): Row {
	const rows = goals.map(({show}): Row => [{text: ' ✓ ', style: 'accepted'}, ...textRow(show)]);
	if (rows.reduce((sum, each) => sum + rowWidth(each), 0) < columns) return rows.flat();
	const room = Math.floor((columns - 1) / goals.length) - 3;
	return rows.flatMap(([mark, ...words]): Row => {
		const text = clipped(words.map((span) => span.text).join(''), room);
		return mark === undefined ? [] : [mark, {text, style: 'plain'}];
	});
}

/** What is said under the story: the one thing that the goals are about, in a sentence, and that the step is solved. */
export function storyRows({task, said}: Story, place: Place, columns: number): readonly Row[] {
	const moral = moralOf(task, place);
	return [...(moral === null ? [] : hangingRows([moral.mark], moral.words, columns)), ...rowsOfMessages(said, columns)];
}

/** A sentence under a story, with its mark. */
type Moral = {readonly mark: Span; readonly words: Row};

const shown: Span = {text: ' ▸ ', style: 'accent'};

/** What the author says; else the violation that a goal asks for, the worst of them; else, where a goal asks for a no, why the last one was said. Null where none does. */
function moralOf(task: Task, place: Place): Moral | null {
	if (task.moral !== undefined) return {mark: shown, words: textRow(task.moral)};
	const reading = readingAt(place);
	const events = history(place.tree).flatMap((event) => asRead(event, reading) ?? []);
	const atoms = task.goals.flatMap(({when}) => atomsOf(when.fact)).flatMap(({atom, wanted}) => (wanted ? [atom] : []));
	const worst = bySeverity.find((property) =>
		atoms.some((atom) => atom.kind === 'violated' && atom.property === property),
	);
	const violation = events.findLast(
		(event): event is Violated => event.kind === 'violated' && event.property === worst,
	);
	if (violation !== undefined)
		return {
			mark: {text: ' ! ', style: 'violation'},
			words: sentenceRow(noticeText({text: sentence(violation, unpointed), violation}, ladderPointer(place))),
		};
	const no = atoms.some(asksForNo) ? events.findLast(isNo) : undefined;
	const why = no === undefined ? null : whyReason(no, present(place.tree).world.spec, reading);
	return why === null ? null : {mark: shown, words: sentenceRow(why)};
}

function asksForNo(atom: Atom): boolean {
	return (atom.kind === 'wrote' || atom.kind === 'last') && (atom.outcome === 'rejected' || atom.outcome === 'denied');
}

function isNo({kind}: Event): boolean {
	return kind === 'rejected' || kind === 'denied' || kind === 'renew-denied';
}
