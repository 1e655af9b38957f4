/**
 * An immutable list that grows cheaply: one more element copies the last block, not the whole. For what a long history makes grow without bound
 * while every moment of it keeps a list of its own.
 */
export type LongList<Element> = {readonly blocks: readonly (readonly Element[])[]; readonly last: readonly Element[]};

/** A list of nothing. */
export const noElements: LongList<never> = {blocks: [], last: []};

/** The list with one more element at its end. */
export function withElement<Element>({blocks, last}: LongList<Element>, element: Element): LongList<Element> {
	return last.length < blockLength ? {blocks, last: [...last, element]} : {blocks: [...blocks, last], last: [element]};
}

/** The element at a position from 0, or undefined. */
export function elementAt<Element>({blocks, last}: LongList<Element>, index: number): Element | undefined {
	return (blocks[Math.floor(index / blockLength)] ?? last)[index % blockLength];
}

/** The list of these elements. */
export function longList<Element>(elements: readonly Element[]): LongList<Element> {
	return elements.reduce<LongList<Element>>(withElement, noElements);
}

const blockLength = 64;
