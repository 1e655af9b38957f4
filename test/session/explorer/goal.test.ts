import {describe, expect, it} from 'vitest';
import {judged, taskOf} from '../../../src/session/beat.js';
import type {Answering} from '../../../src/session/explorer/answering.js';
import {onTrack, type Stand} from '../../../src/session/explorer/goal.js';
import {present} from '../../../src/session/tree.js';
import {inLesson} from '../at-prompt.js';
import {shortLesson} from '../short-lesson.js';
import {hearIn} from './asking.js';

const begun = ['', '', '', ''];

describe('The on-track light', () => {
	it.each<[string, readonly string[], boolean]>([
		['at the start', [], true],
		['along the solution', ['wait 11s', 'B acquire'], true],
		['on another way', ['wait 3s', 'wait 7s', 'B acquire', 'wait 1s'], true],
		['after a wait that is too long for nothing', ['wait 60s'], true],
		['when A wakes, so that its belief will end with its lease', ['A resume'], false],
		['when A has woken and has noticed', ['A resume', 'wait 11s'], false],
	])('%s', (_, lines, isOpen) => {
		expect(finish(onTrack(stand(...lines), 10_000))).toBe(isOpen);
	});

	it('does not say no where the task allows everything, because then not everything is searched', () => {
		const lost = stand('A resume', 'wait 11s');
		expect(
			finish(onTrack({...lost, task: {...lost.task, allow: null, solution: [], accept: [], hints: []}}, 10_000)),
		).toBeNull();
	});

	it('stays dark when it is stopped', () => {
		const answering = onTrack(stand('A resume', 'wait 11s'), 10_000);
		let next = answering.next(false);
		while (next.done !== true) next = answering.next(true);
		expect(next.value).toBeNull();
	});
});

describe('/explore in a task', () => {
	it('tells how far the goals are, and leaves the way to the learner', () => {
		const {sentences, script} = hearIn(inLesson(shortLesson, ...begun, '/explore'));
		expect(sentences).toEqual([
			'Yes: the goals can be reached from here, in 3 statements at the least (waits are not counted). /hint helps, /show plays a solution.',
		]);
		expect(script).toBe('');
	});

	it('tells that they are out of reach', () => {
		const {sentences} = hearIn(inLesson(shortLesson, ...begun, 'A resume', 'wait 11s', '/explore'));
		expect(sentences[0]).toMatch(
			/^No: no way leads from here to the goals with the statements that this task allows; all [\d,]+ states were searched\. \/undo takes the last line back\.$/,
		);
	});
});

function stand(...lines: readonly string[]): Stand {
	const {place} = inLesson(shortLesson, ...begun, ...lines).session;
	const task = taskOf(place);
	if (task === null) throw new Error('expected a task');
	return {task, ticked: judged(place)?.ticked ?? [], world: present(place.tree).world};
}

function finish<Found>(answering: Answering<Found>): Found {
	for (;;) {
		const next = answering.next(false);
		if (next.done === true) return next.value;
	}
}
