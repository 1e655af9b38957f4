import {expect, it} from 'vitest';
import {converse} from '../../../src/cli/plain/converse.js';
import {openLesson} from '../../../src/session/open.js';
import {lessonOf, lessonText} from '../../lesson/a-lesson.js';
import {fakeIo} from '../fake-io.js';

it('Line mode has kept what was solved before it says so', async () => {
	const solution =
		'A acquire account; wait 10s; B acquire account; B write account balance=80; A write account balance=90';
	const {io, stdout} = fakeIo({stdin: `${solution}\n`});
	const saidWhenKept: boolean[] = [];
	await converse(io, openLesson(lessonOf(lessonText())), async (effect, {place}) => {
		if (effect.kind === 'save' && place.kind === 'lesson' && place.standing.solved.length > 0)
			saidWhenKept.push(stdout().includes('Solved'));
		return {kind: 'nothing'};
	});
	expect(stdout()).toContain('Solved');
	expect(saidWhenKept).toEqual([false]);
});
