import {homedir} from 'node:os';
import {describe, expect, it} from 'vitest';
import {chosenFolder, stateFolder} from '../../src/progress/folder.js';

const home = '/home/ada';

describe.skipIf(process.platform === 'win32' || process.platform === 'darwin')('The folder for progress', () => {
	it('takes a variable that is empty, or not absolute, as not set', async () => {
		for (const state of ['', 'relative/folder', undefined])
			expect(await stateFolder({HOME: home, XDG_STATE_HOME: state})).toBe('/home/ada/.local/state/fence-tutor');
		expect(await stateFolder({HOME: home, XDG_STATE_HOME: '/var/state'})).toBe('/var/state/fence-tutor');
		expect(await stateFolder({HOME: home, FENCE_TUTOR_HOME: ''})).toBe('/home/ada/.local/state/fence-tutor');
		expect(await stateFolder({HOME: ''})).toMatch(/^\/.*\/fence-tutor$/);
	});

	it('takes ~ and a relative path from the home folder, wherever the program runs, and says so', async () => {
		expect(await stateFolder({HOME: home, FENCE_TUTOR_HOME: '~/p'})).toBe('/home/ada/p');
		expect(await stateFolder({HOME: home, FENCE_TUTOR_HOME: '~'})).toBe('/home/ada');
		expect(await stateFolder({HOME: home, FENCE_TUTOR_HOME: 'p/q'})).toBe('/home/ada/p/q');
		expect(await stateFolder({HOME: home, FENCE_TUTOR_HOME: '/p', FENCE_TUTOR_WORKSHOP: 'Go'})).toBe('/p/workshops/go');
		expect(chosenFolder({HOME: home, FENCE_TUTOR_HOME: '~/p'})?.remark).toBe('~ is your home folder');
		expect(chosenFolder({HOME: home, FENCE_TUTOR_HOME: 'p'})?.remark).toContain('is relative');
		expect(chosenFolder({HOME: home, FENCE_TUTOR_HOME: '/p'})?.remark).toBe(null);
		expect(chosenFolder({})).toBe(null);
		expect(homedir()).not.toBe('');
	});
});
