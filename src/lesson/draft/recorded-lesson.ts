import {print} from '../../language/print.js';
import {printFact} from '../../language/print-fact.js';
import {evaluate} from '../../sim/fact-value.js';
import {play} from '../../sim/play.js';
import {emptyWorld, isSetup} from '../../sim/setup.js';
import type {Statement} from '../../sim/statement.js';
import type {World} from '../../sim/world.js';
import {allowable, verbOf} from '../allow.js';
import {beginning, worldsOf} from '../trail.js';
import {frontText, quoted} from './front-text.js';
import {type Suggestion, suggestedGoals} from './suggested-goals.js';

/** The text of a lesson file, or a sentence that says why a run makes none. */
type Recorded = {readonly ok: true; readonly text: string} | {readonly ok: false; readonly sentence: string};

/**
 * Returns a draft of a lesson made of what was done: its world, the run with a bet before what is most surprising, and a task whose goals the run suggests and whose solution
 * is what the run needs of its statements. `statements` make the run from the empty world.
 */
export function recordedLesson(id: string, title: string, statements: readonly Statement[]): Recorded {
	const told = statements.filter(({kind}) => kind !== 'expect' && kind !== 'claim');
	const first = told.findIndex((statement) => !isSetup(statement));
	const setup = told.slice(0, first < 0 ? told.length : first);
	const deeds = told.slice(setup.length);
	if (deeds.length === 0)
		return {
			ok: false,
			sentence: 'Nothing has been done here yet. Show first what your lesson is about; then type /record again.',
		};
	if (deeds.length > mostDeeds)
		return {
			ok: false,
			sentence: `A lesson of ${deeds.length} statements is too long; it may have ${mostDeeds}. /undo takes some back, or begin anew: /play`,
		};
	const begun = played(emptyWorld, setup);
	const start = begun.at(-1)?.world ?? emptyWorld;
	const trail = [beginning(start), ...played(start, deeds)];
	const goals = suggestedGoals(trail);
	if (goals.length === 0)
		return {
			ok: false,
			sentence:
				'What was done here makes no fact true that a lesson could ask for. Let something come of it; then type /record again.',
		};
	const solution = needed(start, deeds.slice(0, Math.max(...goals.map(({after}) => after))), goals);
	return {
		ok: true,
		text: [
			frontText(id, title),
			block('world', setup.map(print)),
			...whatHappened(deeds, goals),
			yourTurn(solution, goals),
			whatYouSaw,
		].join('\n'),
	};
}

/** Each deletion is tried, which takes time in the square of their number. */
const mostDeeds = 60;

function played(from: World, statements: readonly Statement[]) {
	return play(statements, from, {skipsRefusals: true}).done;
}

/**
 * The statements without those that the goals can do without, and without those that are refused then. What is taken out may let others go, and bring the goals about
 * sooner, so this goes on until nothing more can go.
 */
function needed(start: World, statements: readonly Statement[], goals: readonly Suggestion[]): readonly Statement[] {
	const enough = statements.findIndex((_, index) => meets(start, statements.slice(0, index + 1), goals)) + 1;
	const kept = statements.slice(0, enough).reduceRight<readonly Statement[]>(
		(left, statement) => {
			const at = left.lastIndexOf(statement);
			const without = played(start, left.toSpliced(at < 0 ? left.length : at, 1)).map((trace) => trace.statement);
			return meets(start, without, goals) ? without : left;
		},
		statements.slice(0, enough),
	);
	return kept.length === statements.length ? kept : needed(start, kept, goals);
}

function meets(start: World, statements: readonly Statement[], goals: readonly Suggestion[]): boolean {
	const worlds = worldsOf([beginning(start), ...played(start, statements)]);
	return goals.every(({fact}) => worlds.some((world) => evaluate(world, fact)));
}

/** The run, with a bet on the statement that makes the most telling goal true. */
function whatHappened(deeds: readonly Statement[], goals: readonly Suggestion[]): readonly string[] {
	const last = Math.max(...goals.map(({after}) => after));
	const surprise = goals.find(({after}) => after === last);
	if (surprise === undefined) return [];
	const before = deeds.slice(0, surprise.after - 1);
	const fact = printFact(surprise.fact);
	const bet = [
		'question: Say here what the learner is to bet on. What happens next?',
		`run: ${quoted(print(deeds[surprise.after - 1] ?? {kind: 'wait', for: 0}))}`,
		'choices:',
		`  - say: ${quoted(surprise.show)}`,
		`    when: ${quoted(fact)}`,
		'    because: Say here why that is so.',
		'  - say: Nothing of the kind',
		`    when: ${quoted(`not (${fact})`)}`,
		'    because: Say here what those who think so have missed.',
	];
	return [
		'## What happens\n',
		'Say here what the learner is about to see, in up to six lines.\n',
		...tries(before),
		block('predict', bet),
	];
}

function tries(statements: readonly Statement[]): readonly string[] {
	const chunks = Array.from({length: Math.ceil(statements.length / 4)}, (_, index) =>
		statements.slice(index * 4, index * 4 + 4),
	);
	return chunks.map((chunk) => block('try', chunk.map(print)));
}

function yourTurn(solution: readonly Statement[], goals: readonly Suggestion[]): string {
	const lines = solution.map(print);
	const allow = allowed(solution);
	const task = [
		'goal:',
		...goals.flatMap(({show, fact}) => [`  - show: ${quoted(show)}`, `    when: ${quoted(printFact(fact))}`]),
		...(allow === null ? [] : [`allow: [${allow.join(', ')}]`]),
		'hints:',
		'  - Ask here a question that leads to the idea.',
		'  - Say here the idea.',
		`  - ${quoted(lines.slice(0, 6).join('; '))}`,
		'solution: |',
		...lines.map((line) => `  ${line}`),
	];
	return `## Your turn\n\n${block('task', task)}`;
}

/** The words of what the solution does, or null where one of them is none that `allow` takes. */
function allowed(solution: readonly Statement[]): readonly string[] | null {
	const verbs = [...new Set(solution.map((statement) => verbOf(statement).verb))];
	const choosing = solution.some(
		(each) => each.kind === 'do' && 'token' in each.operation && each.operation.token.kind !== 'last',
	);
	return verbs.every((verb) => allowable.some((each) => each === verb))
		? [...verbs, ...(choosing ? ['token'] : [])]
		: null;
}

function block(name: string, lines: readonly string[]): string {
	return `\`\`\`${name}\n${lines.join('\n')}\n\`\`\`\n`;
}

const whatYouSaw = `## What you saw

\`\`\`debrief
Say here what the idea is called, and where it has happened.
card: Say here, in a sentence, what is worth keeping.
\`\`\`
`;
