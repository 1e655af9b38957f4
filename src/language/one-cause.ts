/**
 * What is wrong with a text, said once for one cause: where the same sentence would stand more than three times, the first of them says in how many more lines it is so and
 * which is the last, and the others are left out. Order: as given.
 */
export function oneCause<Wrong extends {readonly message: string; readonly line: number}>(
	wrong: readonly Wrong[],
): readonly Wrong[] {
	const alike = new Map<string, Wrong[]>();
	for (const each of wrong) {
		const same = alike.get(each.message);
		if (same === undefined) alike.set(each.message, [each]);
		else same.push(each);
	}
	return wrong.flatMap((each) => {
		const same = alike.get(each.message) ?? [];
		if (same.length <= mostAlike) return [each];
		return each === same[0]
			? [
					{
						...each,
						message: `${each.message} (The same in ${same.length - 1} more lines, up to line ${same.at(-1)?.line}.)`,
					},
				]
			: [];
	});
}

/** So often the same sentence may stand; a few places are sooner found than counted. */
export const mostAlike = 3;
