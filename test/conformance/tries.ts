import {messageOf} from '../../src/live/clock.js';
import {type Case, isTimed} from './script.js';

/** One run of a script on real servers. `late`: how much of the time that the script leaves free before each end was used up by the machine; over 1 it was too slow. */
export type Run = {readonly outcomes: readonly string[]; readonly late: number};

/** A run, or why it did not get to its end: something that was waited for did not come in time. */
type Try = Run | {readonly broken: string};

/** What several runs of one script come to. */
export type Verdict = {
	/** What the servers said, step by step. */
	readonly real: readonly string[];
	/** Whether the servers say something else in every run that got to its end: a fault, and not the noise of a busy machine. */
	readonly differs: boolean;
	/** What was different, or too slow, in a run and did not come again. Order: by run. */
	readonly noise: readonly string[];
};

/** How many times slower a script is run, one run after another, until one agrees. A difference that is the machine's goes away so. */
const speeds: readonly number[] = [1, 2, 4];

/** How much slower a run may be made for a machine that was late. */
const slowest = 8;

/**
 * Runs a script until it comes to what is meant, at most three times, each time slower.
 * Fails: when no run got to its end.
 */
export async function severalTries(
	script: Case,
	meant: readonly string[],
	run: (script: Case, slower: number) => Promise<Run>,
): Promise<Verdict> {
	const tries: Try[] = [];
	let slower = 1;
	for (const speed of speeds) {
		slower = Math.max(slower, speed);
		const made = await run(isTimed(script) ? {...script, scale: script.scale * slower} : script, slower).catch(
			(error: unknown) => ({broken: messageOf(error)}),
		);
		tries.push(made);
		if ('outcomes' in made && differing(made, meant).length === 0) break;
		if ('outcomes' in made) slower = Math.min(slowest, Math.ceil(slower * Math.max(1, 1.5 * made.late)));
	}
	return verdictOf(script, meant, tries);
}

/** What tries come to. A step counts as different when every try that got to its end said something else there than what is meant. */
function verdictOf({name, steps}: Case, meant: readonly string[], tries: readonly Try[]): Verdict {
	const whole = tries.filter((each) => 'outcomes' in each);
	const last = whole.at(-1);
	if (last === undefined) {
		const why = tries.map((each) => ('broken' in each ? each.broken : ''));
		throw new Error(`${name}: no run got to its end: ${why.join('; ')}`);
	}
	const always = differing(last, meant).filter((step) => whole.every((each) => differing(each, meant).includes(step)));
	const said = (each: Try): readonly string[] => {
		if ('broken' in each) return [each.broken];
		const [first] = differing(each, meant);
		if (first === undefined) return [];
		const slow = each.late > 1 ? ', the machine was late' : '';
		return [`${first + 1}. ${steps[first]}: ${each.outcomes[first] ?? 'nothing'} instead of ${meant[first]}${slow}`];
	};
	return {
		real: always.length > 0 ? last.outcomes : meant,
		differs: always.length > 0,
		noise: always.length > 0 ? [] : tries.flatMap(said),
	};
}

/** The steps at which a run said something else than what is meant. Units: positions from 0. */
function differing({outcomes}: Run, meant: readonly string[]): readonly number[] {
	return meant.flatMap((each, step) => (outcomes[step] === each ? [] : [step]));
}
