import type {Call, ClassRunner} from './check-class.js';
import type {ClassName} from './class-reference.js';

/** The founding test, played on the learner's own classes: a paused client's stale write. */
export type FoundingTest = {
	/** What happened, step by step, as sentences. */
	readonly steps: readonly string[];
	/** Whether the stale write was taken. */
	readonly lands: boolean;
	/** Whether it came out as the store's name promises. */
	readonly isRight: boolean;
};

/**
 * A is granted the lock and pauses; its lease runs out; B is granted it and writes; A resumes and writes.
 * `lock`: the learner's own LockService, or null: the tokens are 33 and 34. Null where the lock service does not give two tokens.
 */
export function foundingTest(
	store: ClassRunner,
	name: Exclude<ClassName, 'LockService'>,
	lock: ClassRunner | null,
): FoundingTest | null {
	const tokens = lock === null ? [33, 34] : tokensOf(lock);
	if (tokens === null) return null;
	const [old, young] = tokens;
	const calls: readonly Call[] = [
		['write', 'x', 80, young],
		['write', 'x', 90, old],
		['read', 'x'],
	];
	const answers = inTurn(store, name, calls);
	const lands = answers[1] === true && answers[2] === 90;
	const steps = [
		`A is granted the lock, with token ${old}, and pauses.`,
		'10 s pass. The lease of A is over.',
		`B is granted the lock, with token ${young}, and writes x=80: ${said(answers[0])}.`,
		`A resumes and writes x=90 with token ${old}: ${said(answers[1])}.`,
		`x is ${String(answers[2])}.`,
	];
	return {steps, lands, isRight: lands === (name === 'UnfencedResourceServer')};
}

function tokensOf(lock: ClassRunner): readonly [number, number] | null {
	const answers = inTurn(lock, 'LockService', [
		['acquire', 'A', 10_000],
		['wait', 10_000],
		['acquire', 'B', 10_000],
	]);
	const tokens = [answers[0], answers[2]].map((answer) =>
		typeof answer === 'object' && answer !== null && 'token' in answer && typeof answer.token === 'number'
			? answer.token
			: null,
	);
	const [old, young] = tokens;
	return old == null || young == null ? null : [old, young];
}

/** What each of some calls is answered, one after another on one instance. */
function inTurn(runner: ClassRunner, name: ClassName, calls: readonly Call[]): readonly unknown[] {
	const {answers, places} = runner.play(name, calls, [[...calls.keys()]]);
	return (places[0] ?? []).map((place) => answers[place]);
}

function said(answer: unknown): string {
	return answer === true ? 'taken' : answer === false ? 'refused' : 'no answer that a store gives';
}
