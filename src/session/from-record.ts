import {namesOf} from '../language/names.js';
import {parseLine} from '../language/parse.js';
import {type Fields, isCount, isObject} from '../language/plain-data.js';
import {worldOf} from '../lesson/judge.js';
import type {Lesson} from '../lesson/lesson.js';
import {perform} from '../sim/perform.js';
import {arrive} from './go-on.js';
import {lessonPlace, nothingDone, sessionAt} from './open.js';
import type {Bet, Moment, Standing, Tree, Turn} from './session.js';
import {andThen, tell} from './turn.js';

/**
 * The session as a record left it, with everything done again; what cannot be done any more, because the lesson has changed since, is left out and told.
 * Data that is no record at all opens the lesson at its beginning.
 */
export function fromRecord(record: unknown, lesson: Lesson): Turn {
	if (!isObject(record) || record['version'] !== 1) return arrive(sessionAt(lessonPlace(lesson)));
	const place = lessonPlace(lesson, numberOf(record['attempt']) ?? 1);
	const replayed = replay(listOf(record['moments']), lesson, place.tree);
	const cursor = replayed.ids.get(numberOf(record['cursor']) ?? 0) ?? replayed.tree.moments.length - 1;
	const ahead = listOf(record['ahead']).flatMap((id) => replayed.ids.get(numberOf(id) ?? -1) ?? []);
	const tree = {...replayed.tree, cursor, ahead: isLine(replayed.tree, cursor, ahead) ? ahead : []};
	const found = {...place, tree, standing: standingOf(record['standing'])};
	if (replayed.lost === 0) return arrive(sessionAt(found));
	// What has been left out must not come back from the disk.
	const session = sessionAt({...found, attempt: (place.attempt ?? 1) + 1});
	const lost = replayed.lost === 1 ? 'One moment' : `${replayed.lost} moments`;
	return andThen(tell(session, `${lost} of your last run do not fit this lesson any more and were left out.`), arrive);
}

type Replayed = {readonly tree: Tree; readonly ids: ReadonlyMap<number, number>; readonly lost: number};

/** Moments are pushed onto one list that nobody else sees yet, since a copy for each would take time in the square of their number. */
function replay(records: readonly unknown[], lesson: Lesson, tree: Tree): Replayed {
	const moments: Moment[] = [...tree.moments];
	const ids = new Map([[0, 0]]);
	let lost = 0;
	for (const [index, record] of records.entries()) {
		const moment = isObject(record) ? redone(record, lesson, moments, ids) : null;
		if (moment === null) lost += 1;
		else {
			ids.set(index + 1, moment.id);
			moments.push(moment);
		}
	}
	return {tree: {...tree, moments}, ids, lost};
}

/** One moment done again after its parent, or null when it cannot be. */
function redone(
	record: Fields,
	lesson: Lesson,
	moments: readonly Moment[],
	ids: ReadonlyMap<number, number>,
): Moment | null {
	const parent = moments[ids.get(numberOf(record['parent']) ?? -1) ?? -1];
	const step = numberOf(record['step']) ?? -1;
	const beat = numberOf(record['beat']) ?? -1;
	const beats = lesson.steps[step]?.beats.length ?? (step === lesson.steps.length ? 1 : 0);
	if (parent === undefined || beat < 0 || beat >= beats) return null;
	const at = {id: moments.length, parent: parent.id, step, beat, world: parent.world, moments: [], events: []};
	switch (record['did']) {
		case 'statement':
			return stated(at, String(record['text']));
		case 'began':
			return begun(at, lesson);
		case 'turned':
			return {...at, did: {kind: 'turned'}};
		case 'reset': {
			const to = moments[ids.get(numberOf(record['to']) ?? -1) ?? -1];
			return to === undefined ? null : {...at, world: to.world, did: {kind: 'reset', to: to.id}};
		}
		case 'bet':
			return {...at, did: {kind: 'bet', choice: numberOf(record['choice']) ?? 1}};
		default:
			return null;
	}
}

function stated(at: Omit<Moment, 'did'>, text: string): Moment | null {
	const parsed = parseLine(text, namesOf(at.world));
	const [line, more] = parsed.ok ? parsed.statements : [];
	if (line === undefined || more !== undefined) return null;
	const outcome = perform(at.world, line.statement);
	return outcome.ok
		? {
				...at,
				world: outcome.world,
				moments: outcome.moments,
				events: outcome.events,
				did: {kind: 'statement', statement: line.statement, text: line.text},
			}
		: null;
}

function begun(at: Omit<Moment, 'did'>, lesson: Lesson): Moment | null {
	const world = lesson.steps[at.step]?.world ?? null;
	return world === null
		? null
		: {...at, world: worldOf(world), did: {kind: 'began', origin: world.map(({statement}) => statement)}};
}

/** Whether each of these moments is a child of the one before. */
function isLine({moments}: Tree, from: number, ids: readonly number[]): boolean {
	return ids.every((id, index) => moments[id]?.parent === (ids[index - 1] ?? from));
}

function standingOf(data: unknown): Standing {
	if (!isObject(data)) return nothingDone;
	return {
		bets: listOf(data['bets']).flatMap(betOf),
		hints: Object.fromEntries(
			Object.entries(isObject(data['hints']) ? data['hints'] : {}).flatMap(([key, count]) =>
				isCount(count) ? [[key, count]] : [],
			),
		),
		solved: listOf(data['solved']).filter((each) => typeof each === 'string'),
		skipped: listOf(data['skipped']).filter(isCount),
		cards: listOf(data['cards']).filter((each) => typeof each === 'string'),
		finished: data['finished'] === true,
	};
}

function betOf(data: unknown): readonly Bet[] {
	if (!isObject(data)) return [];
	const [step, beat, choice] = [data['step'], data['beat'], data['choice']].map(numberOf);
	if (
		step === undefined ||
		beat === undefined ||
		choice === undefined ||
		step === null ||
		beat === null ||
		choice === null
	)
		return [];
	return [{step, beat, choice, right: numberOf(data['right'])}];
}

function listOf(data: unknown): readonly unknown[] {
	return Array.isArray(data) ? data : [];
}

function numberOf(data: unknown): number | null {
	return isCount(data) ? data : null;
}
