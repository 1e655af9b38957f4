import {type Cast, lockService} from './cast.js';

/** Which columns of a row hold what, from the width alone. Units: columns, counted from 0. */
export type Layout = {
	readonly width: number;
	/** The columns of the row's number and of its time. */
	readonly number: {readonly at: number; readonly width: number};
	readonly time: {readonly at: number; readonly width: number};
	readonly lanes: readonly Lane[];
	/** Where the cell after the last lane ends. */
	readonly end: number;
	readonly why: {readonly at: number; readonly width: number} | null;
};

export type Lane = {
	readonly actor: string;
	readonly name: string;
	readonly at: number;
	/** Words beside the lane. Null: the last lane stands at the edge, and its words go to its left. */
	readonly room: number | null;
};

/** The distance between two lanes; 0 when there is only one. */
export function pitchOf({lanes}: Layout): number {
	return (lanes[1]?.at ?? 0) - (lanes[0]?.at ?? 0);
}

/** How wide the ladder and the state pane beside it are; no pane below 150 columns. */
export function panes(width: number): {readonly ladder: number; readonly state: number} {
	return width < 150 ? {ladder: width, state: 0} : {ladder: width - 38, state: 36};
}

/** The layout, or null when the lanes do not fit and the history has to be told in sentences. */
export function layOut(
	width: number,
	cast: Cast,
	selectedStore: string | null,
	rows: number,
	lastTime: number,
): Layout | null {
	const number = {at: 1, width: Math.max(2, String(rows).length)};
	const time = {at: number.at + number.width + 1, width: Math.max(width < narrow ? 4 : 5, String(lastTime).length)};
	const left = time.at + time.width;
	const all = actors(cast, cast.stores);
	const selected = actors(cast, storesShown(cast, selectedStore));
	const fits =
		left + 4 + 15 * (all.length - 1) + 16 <= (width < withWhy ? width : width - 30) ||
		// Two stores side by side are what many a lesson is about: for them the lanes move closer together.
		(cast.stores.length === 2 && width >= narrow && left + 2 + 12 * (all.length - 1) + 14 <= width);
	const names = cast.stores.length <= 1 || fits ? all : selected;
	return place(width, names, left, number, time);
}

function place(
	width: number,
	names: readonly (readonly [string, string])[],
	left: number,
	number: Layout['number'],
	time: Layout['time'],
): Layout | null {
	const gaps = Math.max(1, names.length - 1);
	const roomy = regionOf(width, left + 4, gaps);
	const wide = width >= narrow && Math.floor((roomy - left - 4 - 16) / gaps) >= 12;
	const crowded = wide && gaps > 3 && width < withWhy;
	const first = left + (wide && !crowded ? 4 : 2);
	const region = width >= withWhy ? roomy : width;
	const pitch = Math.min(28, Math.floor((region - first - (crowded ? 14 : wide ? 16 : 1)) / gaps));
	if (pitch < 3) return null;
	const end = wide ? Math.min(region, first + pitch * gaps + 28) : region;
	const lanes = names.map(([actor, name], index): Lane => {
		const at = first + pitch * index;
		return {actor, name, at, room: index < names.length - 1 ? pitch - 3 : wide ? end - at - 2 : null};
	});
	return {width, number, time, lanes, end, why: width >= withWhy ? {at: end + 2, width: width - end - 2} : null};
}

/** How many columns the lanes get beside the sentences that explain. */
function regionOf(width: number, first: number, gaps: number): number {
	if (width < withWhy) return width;
	const usual = Math.max(first + 17 * gaps + 16, width - 62);
	return Math.min(width - 30, usual);
}

/** A client, the lock service, the other clients, the stores: the traffic of the lock crosses no lane, and the stale write does. */
function actors(cast: Cast, stores: readonly string[]): readonly (readonly [string, string])[] {
	const [firstClient, ...others] = cast.clients.map((name) => [name, name] as const);
	const lock = cast.locks.length > 0 ? [[lockService, 'LOCK'] as const] : [];
	return [
		...(firstClient === undefined ? [] : [firstClient]),
		...lock,
		...others,
		...stores.map((name) => [name, name] as const),
	];
}

function storesShown(cast: Cast, selected: string | null): readonly string[] {
	const store = cast.stores.find((name) => name === selected) ?? cast.stores.at(-1);
	return store === undefined ? [] : [store];
}

/** Below this, words go to a second line where they have to. */
const narrow = 78;

/** From here on there is a column that explains. */
const withWhy = 110;

/** The widest ladder without it, for a screen that tells reasons elsewhere: a long one would stretch its row. */
export const widestWithoutWhy = withWhy - 1;
