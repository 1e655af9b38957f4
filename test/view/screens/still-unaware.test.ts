import {expect, test} from 'vitest';
import {play, sandbox, shown} from './playing.js';

test('what somebody has not noticed is said as long as it is so', () => {
	const asleep = play(sandbox(), 'A acquire account; A pause; wait 11s; B acquire account', '<enter>').app;
	expect(shown(asleep)).toContain('still believes');
	const awake = play(
		sandbox(),
		'A acquire account; A pause; wait 11s; B acquire account; A resume; A check account; wait 1ms',
		'<enter>',
	).app;
	expect(shown(awake)).not.toMatch(/░ A .*still believes that/);
});

test('of several things that somebody has not noticed, the latest is said', () => {
	const {app} = play(
		sandbox(120, 40),
		'A acquire account; A pause; wait 11s',
		'<enter>',
		'wait 1s; B acquire account; B release account; B acquire account',
		'<enter>',
	);
	expect(shown(app).match(/A is paused, notices nothing/g)).toHaveLength(1);
	expect(shown(app)).toMatch(/in truth\s+B holds it/);
});
