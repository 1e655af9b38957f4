import type {Verdict} from '../explore/claim.js';
import {grouped} from '../language/grouped.js';
import {visible} from '../language/visible.js';
import {counted} from '../narrate/counted.js';
import {unpointed, violationSentence} from '../narrate/violation.js';
import {factAtoms} from '../sim/fact.js';
import type {Statement} from '../sim/statement.js';
import type {World} from '../sim/world.js';
import type {Ask} from './ask.js';
import type {Claim} from './code-world.js';
import type {CodeFinding} from './explore-code.js';
import type {ToldMove} from './schedule-script.js';

/** One claim about code, what is said of it, and the schedule that shows it move by move. */
export type CodeAnswer = {
	readonly file: string;
	readonly claim: Claim;
	readonly world: World;
	/** The statements that set the world up. */
	readonly setup: readonly Statement[];
	readonly verdict: Verdict;
	readonly finding: CodeFinding;
	readonly moves: readonly ToldMove[];
	/** How often the code has been run for it. */
	readonly runs: number;
};

/** An answer without the table of stories, which only a search needs: plain data. */
export type ShownAnswer = Omit<CodeAnswer, 'finding'> & {readonly finding: Omit<CodeFinding, 'table'>};

/** What is said of an exercise that cannot be won, until its learner says so. */
export const cannotBeWon = 'No code can win this. When you have seen why, say so: // exercise: impossible';

/** What is said of the claim, as a line: the verdict and what it rests on. */
export function verdictLine({claim, world, verdict, finding, moves}: ShownAnswer): string {
	const who = counted(world.spec.clients.length, 'client');
	const all =
		finding.schedules === null
			? `all schedules of ${who}`
			: finding.schedules === 1n
				? `the only schedule of ${who}`
				: `all ${grouped(finding.schedules)} schedules of ${who}`;
	switch (finding.kind) {
		case 'found': {
			const length = counted(finding.schedule.length, 'move');
			return claim.mode === 'never'
				? `Refuted in ${length}: ${becauseOf(claim, moves)}`
				: verdict === 'holds'
					? `Shown in ${length}.`
					: `It is possible in ${length}, and not in ${claim.moves}.`;
		}
		case 'none':
			return claim.mode === 'never' ? `Holds: ${all}.` : `Refuted: no schedule makes it true, and that is ${all}.`;
		case 'gave-up':
			return `Not known: ${finding.notes[0] ?? ''}`;
	}
}

/** What a client does in a move for which the language has no statement. */
export function silentAsk({kind}: Pick<Ask, 'kind'>): string {
	switch (kind) {
		case 'sleep':
			return 'wakes up';
		case 'acquire':
			return 'gives up waiting';
		default:
			return 'looks at its clock';
	}
}

/** What a client prints, on one line. */
export function saidText(client: string | null, text: string): string {
	return `${client ?? ''} prints: ${visible(text.replace(/\s+/g, ' '))}`;
}

/** What is worth knowing beside the verdict. Full sentences. */
export function notesBeside({finding}: Pick<ShownAnswer, 'finding'>): readonly string[] {
	return finding.kind === 'gave-up' ? finding.notes.slice(1) : finding.notes;
}

/** Which faults the schedules of a verdict that rests on all of them hold, as sentences; empty for any other verdict. */
export function faultsBeside({finding}: Pick<ShownAnswer, 'finding'>): string {
	if (finding.kind !== 'none') return '';
	const {searched, notSearched, idle} = finding.faults;
	const spent = Object.entries(searched).map(([kind, count]) => `${kind} ${count}`);
	return [
		`In them any request is served late and any client stands still, as often as you like${spent.length === 0 ? '' : `; faults: ${spent.join(', ')}`}.`,
		...(notSearched.length === 0 ? [] : [`Not tried: ${notSearched.join(', ')}.`]),
		...(idle.length === 0 ? [] : [`Can do nothing here: ${idle.join(', ')}.`]),
	].join(' ');
}

/** Why the last move breaks the claim. */
function becauseOf({fact}: Claim, moves: readonly ToldMove[]): string {
	const asked = factAtoms(fact).flatMap((atom) => (atom.kind === 'violated' ? [atom.property] : []));
	const violated = moves
		.flatMap(({done}) => done.flatMap(({events}) => events))
		.flatMap((event) => (event.kind === 'violated' && asked.includes(event.property) ? [event] : []))
		.at(-1);
	return violated === undefined
		? 'the fact comes true.'
		: `${violated.property}. ${violationSentence(violated, unpointed)}`;
}
