/**
 * What Ink asks of Yoga, for what this program places with it: boxes that are a column or a row, and texts. In the bundle it stands in Yoga's place, whose WebAssembly would be
 * larger than all the rest of Ink and has to be compiled at each start. A style that is not here is not a function, and fails at once.
 * Source: Yoga's own results, which a test compares with these.
 */

type Measure = (width: number) => {readonly width: number; readonly height: number};

const DIRECTION = {column: 0, row: 2} as const;
const DISPLAY = {flex: 0, none: 1} as const;

class Node {
	static create(): Node {
		return new Node();
	}

	readonly #children: Node[] = [];
	#measure: Measure | null = null;
	#direction: number = DIRECTION.column;
	#display: number = DISPLAY.flex;
	#left = 0;
	#top = 0;
	#width = 0;
	#height = 0;

	insertChild(child: Node, index: number): void {
		this.#children.splice(index, 0, child);
	}
	removeChild(child: Node): void {
		const at = this.#children.indexOf(child);
		if (at >= 0) this.#children.splice(at, 1);
	}
	getChildCount(): number {
		return this.#children.length;
	}
	setMeasureFunc(measure: Measure): void {
		this.#measure = measure;
	}
	unsetMeasureFunc(): void {
		this.#measure = null;
	}
	setFlexDirection(direction: number): void {
		this.#direction = direction;
	}
	setDisplay(display: number): void {
		this.#display = display;
	}
	getDisplay(): number {
		return this.#display;
	}
	setWidth(width: number): void {
		this.#width = width;
	}
	calculateLayout(): void {
		this.#place(this.#width, 0);
	}
	getComputedLeft(): number {
		return this.#left;
	}
	getComputedTop(): number {
		return this.#top;
	}
	getComputedWidth(): number {
		return this.#width;
	}
	getComputedHeight(): number {
		return this.#height;
	}
	getComputedPadding(): number {
		return 0;
	}
	getComputedBorder(): number {
		return 0;
	}
	// All of these are as they are by themselves: nothing grows, everything shrinks, nothing wraps, nothing is kept for later.
	setFlexGrow(): void {}
	setFlexShrink(): void {}
	setFlexWrap(): void {}
	markDirty(): void {}
	free(): void {}
	freeRecursive(): void {}

	/** How wide it would be where there is at most so much room. */
	#wanted(room: number): number {
		if (this.#display === DISPLAY.none) return 0;
		if (this.#measure !== null) return this.#measure(room).width;
		const widths = this.#children.map((child) => child.#wanted(room));
		return this.#direction === DIRECTION.row ? widths.reduce((sum, width) => sum + width, 0) : Math.max(0, ...widths);
	}

	/** Places what is in it, in a width that may be a fraction. `from`: how many columns of the screen lie left of it. */
	#place(width: number, from: number): void {
		const shown = this.#children.filter((child) => child.#display !== DISPLAY.none);
		if (this.#measure !== null) this.#height = this.#measure(width).height;
		else if (this.#direction === DIRECTION.row) this.#placeRow(shown, width, from);
		else {
			this.#height = 0;
			for (const child of shown) {
				child.#at(0, this.#height, width, from);
				this.#height += child.#height;
			}
		}
	}

	/** Side by side; what is too much is taken from each by its own width. */
	#placeRow(shown: readonly Node[], width: number, from: number): void {
		const wanted = shown.map((child) => child.#wanted(width));
		const all = wanted.reduce((sum, each) => sum + each, 0);
		const share = all > width ? width / all : 1;
		let left = 0;
		this.#height = 0;
		for (const [index, child] of shown.entries()) {
			const given = (wanted[index] ?? 0) * share;
			child.#at(left, 0, given, from);
			left += given;
			this.#height = Math.max(this.#height, child.#height);
		}
	}

	/** Whole columns: a text that has a part of one has it all. */
	#at(left: number, top: number, width: number, from: number): void {
		const isText = this.#measure !== null;
		const start = isText ? floor(from + left) : Math.round(from + left);
		const end = from + left + width;
		this.#left = start - from;
		this.#top = top;
		this.#place(width, start);
		this.#width = (isText ? (isWhole(width) ? floor(end) : Math.ceil(end - tiny)) : Math.round(end)) - start;
	}
}

/** Sums of fractions miss whole numbers by less than this. */
const tiny = 1e-4;

function floor(number: number): number {
	return Math.floor(number + tiny);
}

function isWhole(number: number): boolean {
	return Math.abs(number - Math.round(number)) < tiny;
}

export const layout = {
	Node,
	FLEX_DIRECTION_COLUMN: DIRECTION.column,
	FLEX_DIRECTION_ROW: DIRECTION.row,
	DISPLAY_FLEX: DISPLAY.flex,
	DISPLAY_NONE: DISPLAY.none,
};
