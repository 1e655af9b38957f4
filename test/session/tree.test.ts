import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Moment, Tree} from '../../src/session/session.js';
import {ahead, fork, goTo, grow, past, plant, present, redo, tips, undo} from '../../src/session/tree.js';
import {emptyWorld} from '../../src/sim/setup.js';

const begin = plant(emptyWorld, []);
const typed = (tree: Tree, ...inputs: readonly string[]): Tree =>
	inputs.reduce(
		(grown, input) =>
			grow(grown, {
				step: 0,
				beat: 0,
				did: {kind: 'statement', statement: {kind: 'run', client: input}, text: input},
				moments: [],
				events: [],
				world: emptyWorld,
			}),
		tree,
	);
const again = (tree: Tree, move: (tree: Tree) => Tree | null, times = 1): Tree =>
	times === 0 ? tree : again(move(tree) ?? tree, move, times - 1);
const line = (tree: Tree): string => past(tree).map(word).join('');
const word = ({did}: Moment): string => (did.kind === 'statement' ? did.text : '');

describe('a tree of moments', () => {
	it('goes back to the parent on undo and forward again on redo', () => {
		const tree = typed(begin, 'a', 'b', 'c');
		expect(line(again(tree, undo, 2))).toBe('a');
		expect(line(again(again(tree, undo, 2), redo, 2))).toBe('abc');
	});

	it('has nothing to undo at its first moment and nothing to redo at its last', () => {
		expect(undo(begin)).toBeNull();
		expect(redo(typed(begin, 'a'))).toBeNull();
	});

	it('keeps the old line as a branch when something else is typed after undo', () => {
		const tree = typed(again(typed(begin, 'a', 'b', 'c'), undo, 2), 'd');
		expect(line(tree)).toBe('ad');
		expect(tips(tree).map(word)).toEqual(['c', 'd']);
		expect([3, 4].map((id) => fork(tree, id)?.id ?? null)).toEqual([1, null]);
	});

	it('redoes what was undone last, and past that the most recent child', () => {
		const forked = typed(again(typed(begin, 'a', 'b'), undo), 'c');
		const back = goTo(forked, 2);
		expect(line(again(again(back, undo, 2), redo, 2))).toBe('ab');
		expect(line(again(goTo(forked, 0), redo, 2))).toBe('ac');
		expect(line(again(goTo(back, 1), redo))).toBe('ab');
	});

	it('shows as ahead what redo would go through', () => {
		const tree = again(typed(begin, 'a', 'b', 'c'), undo, 2);
		expect(ahead(tree).map(word)).toEqual(['b', 'c']);
	});

	it('follows a reset to the moment it went back to, and undoes it to where the learner was', () => {
		const tree = typed(begin, 'a', 'b', 'c');
		const reset = typed(
			grow(tree, {step: 0, beat: 0, did: {kind: 'reset', to: 1}, moments: [], events: [], world: emptyWorld}),
			'd',
		);
		expect(line(reset)).toBe('ad');
		expect(line(again(reset, undo, 2))).toBe('abc');
	});

	it('does nothing on a do and its undo, whatever was done before', () => {
		fc.assert(
			fc.property(
				fc.array(fc.oneof(fc.constantFrom('undo', 'redo'), fc.nat(30), fc.constantFrom('x', 'y'))),
				(inputs) => {
					const tree = inputs.reduce(play, begin);
					const undone = undo(typed(tree, 'z'));
					expect(undone && present(undone)).toEqual(present(tree));
					expect(undone && line(undone)).toBe(line(tree));
				},
			),
		);
	});

	it('never loses a moment', () => {
		fc.assert(
			fc.property(
				fc.array(fc.oneof(fc.constantFrom('undo', 'redo'), fc.nat(30), fc.constantFrom('x', 'y'))),
				(inputs) => {
					let tree = begin;
					for (const input of inputs) {
						const next = play(tree, input);
						expect(next.moments.slice(0, tree.moments.length)).toEqual(tree.moments);
						tree = next;
					}
				},
			),
		);
	});
});

function play(tree: Tree, input: string | number): Tree {
	if (typeof input === 'number') return goTo(tree, input % tree.moments.length);
	if (input === 'undo') return undo(tree) ?? tree;
	if (input === 'redo') return redo(tree) ?? tree;
	return typed(tree, input);
}
