import {parseScript} from '../language/parse.js';
import {worldOf} from '../lesson/judge.js';
import type {Lesson} from '../lesson/lesson.js';
import {play} from '../sim/play.js';
import {arrive} from './go-on.js';
import type {LessonPlace, Place, Session, Standing, Tree, Turn} from './session.js';
import {plant} from './tree.js';
import {tell} from './turn.js';

/** The session at the first beat of a lesson. */
export function openLesson(lesson: Lesson, attempt = 1): Turn {
	return arrive(sessionAt(lessonPlace(lesson, attempt)));
}

/** The session in the sandbox, with a world of its own or that of a script. */
export function openSandbox(tree: Tree = sandboxTree()): Turn {
	return tell(sessionAt({kind: 'sandbox', tree}), 'This is the sandbox. /help lists what can be typed.');
}

/** A lesson at its beginning, with nothing done. */
export function lessonPlace(lesson: Lesson, attempt = 1): LessonPlace {
	const script = lesson.steps[0]?.world ?? lesson.world;
	const origin = script.map(({statement}) => statement);
	return {
		kind: 'lesson',
		lesson,
		standing: nothingDone,
		tree: plant(worldOf(script), origin),
		...(attempt === 1 ? {} : {attempt}),
	};
}

/** A session in a place, with nothing to say. */
export function sessionAt(place: Place): Session {
	return {place, below: [], said: [], setback: null, draft: null, waiting: [], nextRequest: 1};
}

/** How every learner begins a lesson. */
export const nothingDone: Standing = {bets: [], hints: {}, solved: [], skipped: [], cards: [], finished: false};

function sandboxTree(): Tree {
	const origin = parseScript(sandboxLines).statements.map(({statement}) => statement);
	return plant(play(origin).world, origin);
}

/** The world of the sandbox. Source: language.md, Setting up a world. */
const sandboxLines = `client A
client B
lock account lease ttl 10s
store raw unfenced
store safe fenced
put account balance=100
`;
