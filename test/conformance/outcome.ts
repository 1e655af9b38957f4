import {othersWrite} from './script.js';

/** What is said of a step in which others write to the same server. */
export const wroteElsewhere = 'others wrote';

/** What one step came to, on either side. `holder`: null for nobody, undefined where it cannot be known. Tokens are numbers of the system's own. */
export type Seen = {
	/** What the client that did the step was told; null for a step that asks nobody. */
	readonly own: string | null;
	readonly token: number | null;
	/** `said`: what it learnt, where that is no grant. */
	readonly late: readonly {readonly client: string; readonly token: number | null; readonly said?: string}[];
	readonly holder: string | null | undefined;
	/** What a store says of itself. */
	readonly state?: string;
};

/** One line a step: what was said, to whom the lock went late, who holds it. Tokens stand by rank within the script, since every system counts in its own way; where others write it says whether the numbers of the lock rise with that. */
export function outcomes(seen: readonly Seen[]): readonly string[] {
	const tokens = seen.flatMap(({token, late}) => [token, ...late.map((each) => each.token)]);
	const order = [...new Set(tokens.filter((token) => token !== null))].sort((one, other) => one - other);
	const rank = (token: number | null) => (token === null ? '' : ` #${order.indexOf(token) + 1}`);
	/** The numbers that the lock gave out before a step and after it. */
	const gap = (step: number): string => {
		const given = seen.map(({token, late}) => Math.max(...[token, ...late.map((each) => each.token)].map(Number)));
		const [before, after] = [given.slice(0, step), given.slice(step)].map((some) =>
			some.filter((number) => number > 0),
		);
		const by = Math.min(...(after ?? [])) - Math.max(...(before ?? []));
		return by > othersWrite ? ', a gap in the numbers' : ', no gap in the numbers';
	};
	return seen.map(({own, token, late, holder, state}, step) =>
		[
			...(own === null ? [] : [`${own}${rank(token)}${own === wroteElsewhere ? gap(step) : ''}`]),
			...late.map(({client, token, said}) =>
				said === undefined ? `late grant to ${client}${rank(token)}` : `${client}: ${said}`,
			),
			...(holder === undefined ? [] : [`held by ${holder ?? 'nobody'}`]),
			...(state === undefined ? [] : [state]),
		].join(', '),
	);
}
