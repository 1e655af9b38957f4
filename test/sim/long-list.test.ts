import {expect, it} from 'vitest';
import {elementAt, longList, withElement} from '../../src/sim/long-list.js';

it('gives back every element by its position, however long the list has grown', () => {
	const numbers = Array.from({length: 300}, (_, index) => index);
	const list = longList(numbers);
	expect(numbers.map((index) => elementAt(list, index))).toEqual(numbers);
	expect(elementAt(list, 300)).toBeUndefined();
	const longer = withElement(list, 300);
	expect(elementAt(longer, 300)).toBe(300);
	expect(elementAt(list, 300)).toBeUndefined();
});
