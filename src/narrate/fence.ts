import {visible} from '../language/visible.js';
import {fenceOf, tokensAreNumbers} from '../sim/look.js';
import type {World} from '../sim/world.js';

/** Whether a store took the higher number for the lower token, which it does where it compares them as text. */
export function isAsText({token, highest}: {readonly token: number | null; readonly highest: number | null}): boolean {
	return token !== null && highest !== null && token > highest;
}

/** What a store's fence keeps of a resource, of one key where each has its own: `highest 34`, `highest n 34, m 33`, and `token 34` where tokens are names and none is the highest; null where there is none. */
export function fenceWords(world: World, store: string, resource: string, key: string | null = null): string | null {
	const tokens = fenceOf(world, store, resource).filter(
		(each) => key === null || each.key === null || each.key === key,
	);
	const [first] = tokens;
	if (first === undefined) return null;
	const word = tokensAreNumbers(world.spec, store) ? 'highest' : 'token';
	if (tokens.length === 1 && (first.key === null || key !== null)) return `${word} ${first.token}`;
	return `${word} ${tokens.map((each) => `${each.key === null ? '' : `${visible(each.key)} `}${each.token}`).join(', ')}`;
}
