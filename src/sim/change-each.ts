/** The list after a change of each item, and the list itself where none has changed, so that whoever has looked at it need not look again. */
export function changeEach<Item>(list: readonly Item[], change: (item: Item, index: number) => Item): readonly Item[] {
	const changed = list.map(change);
	return changed.every((item, index) => item === list[index]) ? list : changed;
}
