/** The numbers of messages as they stand on an arrow: `#7`, `#7 #9`, `#4-#8`; null without any. Order: as the messages were sent. */
export function tagOf(ids: readonly number[]): string | null {
	return ids.length === 0 ? null : runs(ids).map(ranged).join(' ');
}

/** The same in a sentence. */
export function joinedTags(ids: readonly number[]): string {
	return runs(ids).map(ranged).join(', ');
}

/** The numbers that a tag stands for. */
export function idsOf(tag: string | null): readonly number[] {
	return (tag ?? '').split(' ').flatMap((part) => {
		const [first = '', last = first] = part.split('-');
		const [from, to] = [Number(first.slice(1)), Number(last.slice(1))];
		return part === '' ? [] : Array.from({length: to - from + 1}, (_, index) => from + index);
	});
}

/** Numbers that follow one another are one run. */
function runs(ids: readonly number[]): readonly (readonly [first: number, last: number])[] {
	const found: [number, number][] = [];
	for (const id of ids) {
		const last = found.at(-1);
		if (last !== undefined && id === last[1] + 1) last[1] = id;
		else found.push([id, id]);
	}
	return found;
}

function ranged([first, last]: readonly [first: number, last: number]): string {
	return first === last ? `#${first}` : last === first + 1 ? `#${first} #${last}` : `#${first}-#${last}`;
}
