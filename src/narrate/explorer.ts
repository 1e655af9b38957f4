import type {Finding} from '../explore/explore.js';
import type {FaultsSearched} from '../explore/faults-searched.js';
import type {Reached} from '../explore/reach/reach.js';
import type {ScriptLine} from '../explore/story-script.js';
import {grouped} from '../language/grouped.js';
import {print} from '../language/print.js';
import {printFact} from '../language/print-fact.js';
import {printOperation} from '../language/print-operation.js';
import {visible} from '../language/visible.js';
import type {Fact} from '../sim/fact.js';
import type {Statement} from '../sim/statement.js';
import {counted} from './counted.js';

/** What was found out about one property: whether it can be violated. */
type Answered = {readonly fact: Fact; readonly finding: Finding};

/** What can break, what cannot, and what is not known, a sentence for each that is not empty. `already`: what is broken without any search. */
export function breakSentences(answered: readonly Answered[], already: readonly Fact[]): readonly string[] {
	const of = (kind: Finding['kind']) => answered.filter(({finding}) => finding.kind === kind);
	const broken = of('found').map(({fact, finding}) => `${printFact(fact)} (${moves(finding.moves ?? 0)})`);
	const never = of('none');
	const unknown = of('gave-up');
	return [
		...(already.length === 0
			? []
			: [`Broken already: ${already.map(printFact).join(', ')}. /explore mine shows how few of your lines do it.`]),
		...(broken.length === 0 ? [] : [`Can still break: ${broken.join(', ')}.`]),
		...(never.length === 0
			? []
			: [
					`Cannot break, whatever the schedule: ${names(never)}. Up to ${counted(mostStates(never), 'state')} ${mostStates(never) === 1 ? 'was' : 'were'} searched for each.`,
					...never.slice(0, 1).map(({finding}) => `${capital(faultsSentence(finding.faults))}.`),
				]),
		...(unknown.length === 0
			? []
			: [`Not known: ${names(unknown)}. The search stopped after ${counted(mostStates(unknown), 'state')}.`]),
	];
}

/** That the story of a fact is about to be shown. */
export function storySentence(fact: Fact): string {
	return `The shortest story of ${printFact(fact)} comes next.`;
}

/** Whether a schedule makes a fact true. */
export function exampleSentence({kind, states: searched, moves: length, faults}: Finding): string {
	switch (kind) {
		case 'found':
			return `Yes: the shortest schedule that makes it true has ${moves(length ?? 0)}. ${counted(searched, 'state')} were searched.`;
		case 'none':
			return `No: none of the schedules from here makes it true. All ${counted(searched, 'state')} were searched. ${capital(faultsSentence(faults))}.`;
		case 'gave-up':
			return `Not found in ${counted(searched, 'state')}; there the search stopped, so it may still be possible.`;
	}
}

/** The closest that a schedule comes to what none reaches. */
export function missSentence(part: Fact, length: number): string {
	const what = part.kind === 'wrote' || part.kind === 'or' ? turnedAway(part) : printFact(part);
	return `The closest miss: ${what}, in ${moves(length)}.`;
}

/** Whether the goals of a task can still be reached. `allowsAll`: the task allows every statement, so that only the kinds that its solutions use were tried. */
export function goalSentence({kind, length, states: searched}: Reached, allowsAll: boolean): string {
	switch (kind) {
		case 'found':
			return `Yes: the goals can be reached from here${atLeast(length)}. /hint helps, /show plays a solution.`;
		case 'none':
			return allowsAll
				? `No way leads from here to the goals with the kinds of statement that the known solutions use; ${counted(searched, 'state')} were searched, and no other kind was tried. /undo takes the last line back.`
				: `No: no way leads from here to the goals with the statements that this task allows; all ${counted(searched, 'state')} were searched. /undo takes the last line back.`;
		case 'gave-up':
			return `No way to the goals was found in ${counted(searched, 'state')}; there the search stopped, so there may still be one.`;
	}
}

/** How few of a learner's lines make a fact true, and whether fewer would. */
export function shortenSentences(
	fact: Fact,
	script: readonly Statement[],
	fewest: readonly Statement[],
	shorter: Reached,
): readonly string[] {
	const needed =
		fewest.length === script.length
			? 'none of them can be left out'
			: `${fewest.length} of them ${fewest.length === 1 ? 'does' : 'do'} it`;
	const yours = `Your ${counted(script.length, 'line')} ${script.length === 1 ? 'makes' : 'make'} ${printFact(fact)} true; ${needed}: \`${inOneLine(fewest)}\``;
	return [yours, shorterSentence(shorter)];
}

function shorterSentence({kind, length, states: searched, script}: Reached): string {
	if (kind === 'found')
		return `A way with ${counted(length, 'statement')}, waits not counted, does it as well: \`${inOneLine(script)}\``;
	return kind === 'none' || length > 0
		? `With these kinds of statement no way of up to ${length} is enough; ${counted(searched, 'state')} were searched (waits are not counted).`
		: `Whether there is a shorter way was not found out in ${counted(searched, 'state')}.`;
}

/** Which kinds of fault a search went through, which it left out, and which can do nothing here; what follows a verdict that something never happens. */
function faultsSentence({searched, notSearched, idle}: FaultsSearched): string {
	const spent = spentFaults({searched});
	const parts = [
		spent === '' ? 'no fault was searched' : `searched with ${spent}`,
		...(notSearched.length === 0 ? [] : [`not searched: ${notSearched.join(', ')}`]),
		...(idle.length === 0 ? [] : [`can do nothing here: ${idle.join(', ')}`]),
	];
	return parts.join('; ');
}

function spentFaults({searched}: Pick<FaultsSearched, 'searched'>): string {
	return Object.entries(searched)
		.map(([kind, count]) => `${kind} ${count}`)
		.join(', ');
}

/** Why a claim holds or does not, as what follows `holds:` or `violated:`. */
export function claimReason(
	mode: 'never' | 'possible',
	{kind, states: searched, depth, moves: length, faults}: Finding,
): string {
	const all = grouped(searched);
	switch (kind) {
		case 'found': {
			const schedule = `a schedule of ${moves(length ?? 0)}, and none is shorter (${all} states searched)`;
			return mode === 'never' ? `it breaks by ${schedule}` : `it is shown by ${schedule}`;
		}
		case 'none':
			return `${mode === 'never' ? '' : 'no schedule makes it true; '}all ${all} states searched; ${faultsSentence(faults)}`;
		case 'gave-up':
			return `nothing in the first ${all} states, up to ${depth} moves deep`;
	}
}

/** Whether a claim that was typed holds, with what was searched. */
export function claimSentence(claim: Extract<Statement, {readonly kind: 'claim'}>, finding: Finding): string {
	const said = `\`${print(claim)}\``;
	if (finding.kind === 'gave-up')
		return `Not known: ${said}. The search stopped after ${counted(finding.states, 'state')}.`;
	if (finding.moves === 0)
		return claim.mode === 'never'
			? `${said} does not hold: it is broken already.`
			: `${said} holds: it is true already.`;
	const holds = (finding.kind === 'none') === (claim.mode === 'never');
	const verdict = `${said} ${holds ? 'holds' : 'does not hold'}`;
	if (finding.kind === 'found') return `${verdict}: ${claimReason(claim.mode, finding)}.`;
	const spent = spentFaults(finding.faults);
	const faults = spent === '' ? 'without faults' : `with ${spent} and no other fault`;
	const none = claim.mode === 'possible' ? 'no schedule makes it true; ' : '';
	return `${verdict}: ${none}all ${counted(finding.states, 'state')} searched, ${faults}.`;
}

/** A statement of a story; a client that could go on and does not is remarked on, since to a reader it stands still. */
export function storyLine({statement, idle}: ScriptLine): string {
	const notes = idle.map(({client, next}) => `${client} stands still before its ${visible(printOperation(next))}`);
	return notes.length === 0 ? print(statement) : `${print(statement)}   # ${notes.join('; ')}`;
}

/** What is said where clients were given programs. */
export const madeUp =
	'No client has a program here, so each was taken to run the usual one: acquire, read, write, release; one write may be delayed, and for beliefs one client paused.';

/** What is said where nothing can be made up either. */
export const nothingRuns =
	'The explorer runs programs, and no client here has one. Give them some first: A runs acquire account; read account; write account balance-=10; release account';

/** What is said where only the order of steps was tried. */
export const noFaults =
	'No faults are allowed in this world, so only the order of the steps was tried. `faults delay 1 pause 1`, typed before anything happens, allows a late message and a pause.';

/** What is said where the fact that is asked for is true. */
export const trueAlready = 'It is true already.';

/** What is said where no story has anything broken to shorten. */
export const nothingBroken = 'Nothing is broken in your run yet. /explore tells what can still break.';

function capital(sentence: string): string {
	return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function turnedAway(fact: Fact): string {
	const store =
		fact.kind === 'wrote'
			? fact.store
			: fact.kind === 'or' && fact.right.kind === 'wrote'
				? fact.right.store
				: 'the store';
	return `a write comes too late, and ${store} rejects it`;
}

function atLeast(length: number): string {
	return length === 0
		? ' by waiting alone'
		: `, in ${counted(length, 'statement')} at the least (waits are not counted)`;
}

function names(answered: readonly Answered[]): string {
	return answered.map(({fact}) => printFact(fact)).join(', ');
}

function mostStates(answered: readonly Answered[]): number {
	return Math.max(...answered.map(({finding}) => finding.states));
}

function inOneLine(script: readonly Statement[]): string {
	return script.map(print).join('; ');
}

function moves(count: number): string {
	return counted(count, 'move');
}
