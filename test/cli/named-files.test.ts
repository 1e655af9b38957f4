import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {namedFiles} from '../../src/cli/named-files.js';
import {aFolder} from './a-folder.js';

it('finds the files of a folder and of a pattern that no shell has expanded, each once', async () => {
	const cwd = aFolder();
	mkdirSync(join(cwd, 'in'));
	for (const name of ['b.json', 'a.json', 'c.txt', '.d.json', 'in/e.json', 'x(1).json'])
		writeFileSync(join(cwd, name), '');
	expect(await namedFiles(['*.json'], cwd)).toEqual(['a.json', 'b.json', 'x(1).json']);
	expect(await namedFiles(['in', 'in/*'], cwd)).toEqual([join('in', 'e.json')]);
	expect(await namedFiles(['?.json', 'a.json'], cwd)).toEqual(['a.json', 'b.json']);
	expect(await namedFiles(['x(?).json', '*.csv', 'no.json'], cwd)).toEqual(['x(1).json', '*.csv', 'no.json']);
});
