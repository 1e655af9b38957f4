import {describe, expect, it} from 'vitest';
import {notice} from '../../src/narrate/notice.js';
import {branchesOf, branchLines, lineEntries} from '../../src/session/timeline.js';
import {present} from '../../src/session/tree.js';
import {inSandbox, saidBy} from '../session/at-prompt.js';

const unawareAfter = (...lines: readonly string[]) =>
	inSandbox(...lines).session.said.flatMap((message) =>
		message.kind === 'done' ? message.notices.filter(({kind}) => kind === 'unaware').map(({text}) => text) : [],
	);

describe('who did not notice', () => {
	it('is the client whose grant was lost on its way', () => {
		expect(unawareAfter('A acquire reply lost')).toEqual(['LOCK keeps account for A, and A does not know it.']);
	});

	it('is nobody while belief and truth agree', () => {
		expect(unawareAfter('A acquire')).toEqual([]);
		expect(unawareAfter('A acquire', 'wait 10s')).toEqual([]);
	});

	it('is told once, and again when the truth has changed', () => {
		expect(unawareAfter('A acquire', 'A pause', 'wait 10s')).toHaveLength(1);
		expect(unawareAfter('A acquire', 'A pause', 'wait 10s', 'wait 1s')).toEqual([]);
		expect(unawareAfter('A acquire', 'A pause', 'wait 10s', 'B acquire').join()).toContain('B holds it');
	});

	it('is the lock service, of a crash', () => {
		expect(unawareAfter('A acquire', 'A crash')).toEqual([
			'LOCK keeps account for A, which has crashed and told nobody.',
		]);
	});
});

describe('what changed', () => {
	it('names violations among what happened, in its order', () => {
		const {world} = present(inSandbox('A acquire', 'A pause', 'wait 10s').session.place.tree);
		const after = present(inSandbox('A acquire', 'A pause', 'wait 10s', 'B acquire').session.place.tree);
		expect(notice(world, after.world, after.events).map(({kind}) => kind)).toEqual([
			'change',
			'change',
			'noticed',
			'violation',
			'unaware',
		]);
	});

	it('is shortened where thousands of things happen in one statement', () => {
		const said = saidBy(inSandbox('pace 1ms', 'B runs acquire', 'B starts', 'A acquire', 'wait 2s'));
		expect(said.length).toBeLessThan(60);
		expect(said.join('\n')).toMatch(/And \d+ more, until/);
	});
});

describe('the timeline', () => {
	const {tree} = inSandbox('A acquire', 'wait 1s', 'undo', 'B acquire', 'undo').session.place;

	it('holds the line of the learner, with what was undone ahead', () => {
		expect(lineEntries(tree).map(({moment, mark}) => `${mark} ${moment.id}`)).toEqual(['here 1', 'ahead 3']);
	});

	it('names every other line and where it left this one', () => {
		expect(branchesOf(tree).map(({name, from, tip, length}) => [name, from.id, tip.id, length])).toEqual([
			['b1', 1, 2, 1],
		]);
		expect(branchLines(tree)).toEqual([
			'b1: 1 statement after `A acquire`, up to `wait 1s` at 1 s. To go there: /goto b1',
		]);
	});
});
