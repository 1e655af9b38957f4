import {stateOf} from '../../src/cli/run/state.js';
import {explore} from '../../src/explore/explore.js';
import {namesOf} from '../../src/language/names.js';
import {parseFact} from '../../src/language/parse.js';
import {canonicalJson, digestOf} from '../../src/share/digest.js';
import {scripted} from '../explore/scripted.js';
import {scriptOf} from '../generated/random-scripts.js';

/** Something that is kept: its lines, and what they came to when they were kept. */
export type Kept = {readonly cameTo: string; readonly lines: readonly string[]};

/** What a file of kept things says. Shape: blocks, each begins with `# WHAT IT CAME TO`. */
export function readKept(text: string): readonly Kept[] {
	return text
		.split(/^# /m)
		.slice(1)
		.map((block) => {
			const [cameTo = '', ...lines] = block.trimEnd().split('\n');
			return {cameTo, lines};
		});
}

/** The file that says these kept things. */
export function writtenKept(all: readonly Kept[]): string {
	return all.map(({cameTo, lines}) => `# ${cameTo}\n${lines.join('\n')}\n`).join('\n');
}

/** What a history comes to: all its events, and what is so after each of its lines. Shape: how many events and a digest; what changed is seen with `run`. */
export function historyOf(lines: readonly string[]): string {
	const steps = scriptOf(lines)?.steps ?? [];
	if (steps.length < lines.length) return 'not in the language';
	const told = steps.map(({outcome}) => (outcome.ok ? [outcome.events, stateOf(outcome.world)] : outcome.refusal));
	const count = steps.reduce((sum, {outcome}) => sum + (outcome.ok ? outcome.events.length : 0), 0);
	return `${count} events ${digestOf(canonicalJson(told)).slice(0, 12)}`;
}

/** What the search of a world comes to. The first line is the fact, the rest the world. */
export function searchOf([fact = '', ...lines]: readonly string[]): string {
	const {world} = scripted(lines.join('\n'));
	const parsed = parseFact(fact, namesOf(world));
	if (!parsed.ok) return 'not in the language';
	const {kind, states, moves, depth, script, faults} = explore(world, parsed.fact, {
		maxStates: 3000,
		maxBytes: 2 ** 28,
	});
	return `${kind}, ${states} states, ${moves ?? 'no'} moves, ${depth} deep ${digestOf(canonicalJson([script, faults])).slice(0, 12)}`;
}
