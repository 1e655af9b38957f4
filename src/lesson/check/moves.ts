import {lengthOf} from '../../explore/reach/quest.js';
import {print} from '../../language/print.js';
import type {Property} from '../../sim/event.js';
import {evaluate} from '../../sim/fact-value.js';
import {atomsOf} from '../../sim/formula.js';
import type {Statement} from '../../sim/statement.js';
import {play} from '../judge.js';
import type {Lesson, Step, Task, TextPosition} from '../lesson.js';
import {wayThatAlso} from '../prove.js';
import {walk} from '../walk.js';

/** A way that solves a task, no longer than the author's, and does a harm that the author's way does not do and no text of the task names. */
export type Harmful = {readonly property: Property; readonly way: string; readonly place: TextPosition};

/** For each task of a step, a way of the same length or shorter that the goals reward although it harms. */
export function harmfulIn(step: Step): readonly Harmful[] {
	return walk(step).flatMap(({beat: {act}, trail, world, played}) => {
		if (act.kind !== 'task' || act.allow === null) return [];
		const named = JSON.stringify([act.goals, act.lose, act.moral ?? '']);
		const accepted = act.accept.flatMap((script) => play(script, world).trail);
		const done = new Set(
			[...trail, ...played.trail, ...accepted].flatMap(({moments}) =>
				moments.flatMap(({event}) => (event.kind === 'violated' ? [event.property] : [])),
			),
		);
		const harms = harmful.filter((property) => !named.includes(property) && !done.has(property));
		return harms.flatMap((property) => {
			const way = wayThatAlso(act, trail, {kind: 'violated', property, store: null});
			return way === null ? [] : [{property, way: way.map(print).join('; '), place: act.place}];
		});
	});
}

/** What harms data. */
const harmful: readonly Property[] = ['stale-write', 'lost-update', 'double-effect'];

/** A task that is solved by the same moves as an earlier one, and asks for the same. */
export type Repeated = {readonly as: string; readonly place: TextPosition};

/** The tasks of a lesson whose moves an earlier lesson, or an earlier step of this one, has had. Moves of fewer than three statements are too common to be anybody's. */
export function repeatedIn(lesson: Lesson, earlier: readonly Lesson[]): readonly Repeated[] {
	const known = new Map<string, string>();
	for (const each of earlier) for (const {key, where} of shapesOf(each)) if (!known.has(key)) known.set(key, where);
	return shapesOf(lesson).flatMap(({key, where, place}) => {
		const as = known.get(key);
		if (as === undefined) known.set(key, where);
		return as === undefined ? [] : [{as, place}];
	});
}

function shapesOf(
	lesson: Lesson,
): readonly {readonly key: string; readonly where: string; readonly place: TextPosition}[] {
	return lesson.steps.flatMap((step) =>
		step.beats.flatMap(({act}) => {
			if (act.kind !== 'task') return [];
			const moves = movesOf(act);
			const where = `"${step.title}" of ${lesson.id}`;
			return moves.length < 3 ? [] : [{key: JSON.stringify([moves, asksFor(act)]), where, place: act.place}];
		}),
	);
}

/** The statements of a solution without waits, times, numbers and names: who is who counts, and not how they are called. */
function movesOf({solution}: Task): readonly string[] {
	const names = new Map<string, string>();
	const short = (name: string) => {
		if (!names.has(name)) names.set(name, `${names.size + 1}`);
		return names.get(name) ?? '';
	};
	const statements = solution.filter(({optional}) => !optional).map(({statement}) => statement);
	const moves = statements
		.filter((statement) => lengthOf([statement]) > 0)
		.map((statement) => [verbOf(statement), ...namesIn(statement).map(short)].join(' '));
	return moves.filter((move, index) => move !== moves[index - 1]);
}

/** To run to the end is to step often. */
function verbOf(statement: Statement): string {
	const text = print(statement);
	const held = / (held|delayed|lost)\b/.exec(text)?.[1] ?? '';
	const verb = statement.kind === 'do' ? statement.operation.kind : statement.kind === 'run' ? 'step' : statement.kind;
	return [verb, held].filter((part) => part !== '').join(' ');
}

function namesIn(statement: Statement): readonly string[] {
	if ('client' in statement) return [statement.client];
	if ('actor' in statement) return [statement.actor];
	return 'from' in statement && typeof statement.from === 'string' ? [statement.from] : [];
}

/** The properties that the goals ask to be violated. */
function asksFor({goals}: Task): readonly string[] {
	const asked = goals.flatMap(({when}) =>
		atomsOf(when.fact).flatMap(({atom, wanted}) => (wanted && atom.kind === 'violated' ? [atom.property] : [])),
	);
	return [...new Set(asked)].sort();
}

/** A claim of a step that says never of what the author's own way shows there, in the same world. */
type Shown = {readonly claim: string; readonly place: TextPosition};

/**
 * The claims of a lesson that what the learner does beside them contradicts. Claims about a world of their own are left out, and those of which the lesson claims too that they are
 * possible, with other faults: then it says which faults it takes.
 */
export function shownIn(lesson: Lesson): readonly Shown[] {
	const possible = new Set(
		lesson.claims.flatMap(({script}) =>
			script.flatMap(({statement}) =>
				statement.kind === 'claim' && statement.mode === 'possible' ? [JSON.stringify(statement.fact)] : [],
			),
		),
	);
	return lesson.claims.flatMap(({world, script, place}) => {
		const isOwn = script.some(({statement}) => statement.kind !== 'claim' && statement.kind !== 'faults');
		const step = lesson.steps.findLast((each) => each.place.line <= place.line);
		if (isOwn || step?.world == null || JSON.stringify(step.world) !== JSON.stringify(world)) return [];
		const worlds = walk(step).flatMap(({played}) =>
			played.trail.slice(1).flatMap(({moments}) => moments.map((moment) => moment.world)),
		);
		return script.flatMap(({statement, text, place: at}) =>
			statement.kind === 'claim' &&
			statement.mode === 'never' &&
			!possible.has(JSON.stringify(statement.fact)) &&
			worlds.some((each) => evaluate(each, statement.fact))
				? [{claim: text, place: at}]
				: [],
		);
	});
}
