import {describe, expect, it} from 'vitest';
import Yoga from 'yoga-layout';
import {layout} from '../../../src/cli/tty/layout.js';

/** A tree as Ink makes it: a text is a number of columns, a box is a direction and what is in it. */
type Tree = number | {readonly direction: 'row' | 'column'; readonly hidden: boolean; readonly inside: readonly Tree[]};

describe('The layout that stands in for Yoga', () => {
	it('places rows of texts in columns as Yoga does, also where they do not fit', () => {
		const random = numbers(5);
		for (let round = 0; round < 3000; round++) {
			const tree = {direction: 'column', hidden: false, inside: rowsAndTexts(random)} as const;
			const width = 1 + Math.floor(random() * 60);
			expect(placed(layout as unknown as typeof Yoga, tree, width), JSON.stringify({tree, width})).toEqual(
				placed(Yoga, tree, width),
			);
		}
	});
});

/** What Screen makes: texts, and rows of texts. */
function rowsAndTexts(random: () => number): readonly Tree[] {
	const some = <T>(make: () => T): readonly T[] => Array.from({length: Math.floor(random() * 4)}, make);
	const text = () => Math.floor(random() * 40);
	return some(() => (random() < 0.4 ? text() : {direction: 'row', hidden: random() < 0.1, inside: some(text)}));
}

/** Where every node is put, from the outside in. */
function placed(yoga: typeof Yoga, tree: Tree, width: number): unknown {
	const nodes: ReturnType<typeof yoga.Node.create>[] = [];
	const make = (each: Tree): ReturnType<typeof yoga.Node.create> => {
		const node = yoga.Node.create();
		nodes.push(node);
		node.setFlexGrow(0);
		node.setFlexShrink(1);
		node.setFlexDirection(yoga.FLEX_DIRECTION_ROW);
		if (typeof each === 'number')
			// As a truncated text: one row, and no wider than there is room.
			node.setMeasureFunc((room: number) => ({
				width: each <= room || (each >= 1 && room > 0 && room < 1) ? each : Math.floor(room),
				height: 1,
			}));
		else {
			if (each.direction === 'column') node.setFlexDirection(yoga.FLEX_DIRECTION_COLUMN);
			if (each.hidden) node.setDisplay(yoga.DISPLAY_NONE);
			for (const [index, child] of each.inside.entries()) node.insertChild(make(child), index);
		}
		return node;
	};
	const root = yoga.Node.create();
	root.setWidth(width);
	root.insertChild(make(tree), 0);
	root.calculateLayout(undefined, undefined, yoga.DIRECTION_LTR);
	return [root, ...nodes]
		.filter((node) => node.getDisplay() !== yoga.DISPLAY_NONE)
		.map((node) => [node.getComputedLeft(), node.getComputedTop(), node.getComputedWidth(), node.getComputedHeight()]);
}

/** Numbers from 0 to 1 that look random. */
function numbers(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
		return (state >>> 0) / 2 ** 32;
	};
}
