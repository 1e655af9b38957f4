import {evaluate, quantity} from '../sim/fact-value.js';
import type {World} from '../sim/world.js';
import type {Hint, HintCase, Inline, Text} from './lesson.js';

/** Returns the case of a hint that fits this world; the last one fits always. */
export function caseOf(hint: Hint, world: World): HintCase | null {
	return hint.cases.find(({when}) => when === null || evaluate(world, when.fact)) ?? null;
}

/** Returns what a hint says in this world, with the values that the world has now. */
export function hintFor(hint: Hint, world: World): HintCase {
	const found = caseOf(hint, world);
	return found === null ? {when: null, say: [], line: []} : {...found, say: filled(found.say, world)};
}

function filled(text: Text, world: World): Text {
	return text.map(
		(piece): Inline => (piece.kind === 'value' ? {kind: 'plain', text: shownValue(piece, world)} : piece),
	);
}

function shownValue({of}: Extract<Inline, {kind: 'value'}>, world: World): string {
	switch (of.kind) {
		case 'token':
		case 'highest':
		case 'version':
		case 'value':
			return String(quantity(world, of) ?? 'none');
		case 'time':
			return `${world.now / 1000} s`;
		case 'holds':
		case 'believes':
		case 'waits':
		case 'process':
		case 'last':
		case 'wrote':
		case 'violated':
			return evaluate(world, of) ? 'yes' : 'no';
	}
}
