import {execFileSync} from 'node:child_process';
import {cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync} from 'node:fs';
import nodeModule from 'node:module';
import {join} from 'node:path';
import {describe, expect, inject, it} from 'vitest';
import {emptyFolder, plainEnvironment} from './installed.js';

/** A copy of the installed program that has not been started yet. */
function freshCopy(): {readonly folder: string; readonly kept: string; readonly start: (...typed: string[]) => string} {
	const folder = emptyFolder();
	cpSync(join(inject('installed').folder, 'node_modules/fence-tutor'), folder, {recursive: true});
	rmSync(join(folder, 'dist/compiled'), {recursive: true, force: true});
	const kept = join(folder, 'dist/compiled', `${process.version}-${process.arch}`);
	return {
		folder,
		kept,
		start: (...typed) =>
			execFileSync(process.execPath, [join(folder, 'bin/fence-tutor.js'), ...typed], {
				cwd: folder,
				encoding: 'utf8',
				env: plainEnvironment(folder),
			}),
	};
}

// Node 22 keeps what it compiles by itself, and elsewhere.
describe.skipIf('enableCompileCache' in nodeModule)('What has been compiled is kept beside the program', () => {
	it('for the next start, which says the same', () => {
		const {kept, start} = freshCopy();
		const first = start('list');
		expect(readdirSync(kept)).toContain('main.js');
		expect(start('list')).toBe(first);
	});

	it('once for a command, and again for one that compiles more', () => {
		const {kept, start} = freshCopy();
		start('list');
		const size = statSync(join(kept, 'main.js')).size;
		utimesSync(join(kept, 'main.js'), 4e9, 4e9);
		start('list');
		expect(statSync(join(kept, 'main.js')).mtimeMs).toBe(4e12);
		start('run', '--help');
		expect(statSync(join(kept, 'main.js')).size).toBeGreaterThan(size);
	});

	it('but not read for a file that was changed since, be it as long as before', () => {
		const {folder, start} = freshCopy();
		const file = join(folder, 'dist/list.js');
		utimesSync(file, 1, 1);
		const before = start('list');
		expect(before).toContain('solved');
		writeFileSync(file, readFileSync(file, 'utf8').replaceAll(' solved', ' sOlved'));
		utimesSync(file, 4e9, 4e9);
		expect(start('list')).toBe(before.replaceAll(' solved', ' sOlved'));
	});

	it('nor where V8 does not take it: the file is compiled again', () => {
		const {kept, start} = freshCopy();
		const first = start('list');
		writeFileSync(join(kept, 'main.js'), 'cut');
		expect(start('list')).toBe(first);
		expect(statSync(join(kept, 'main.js')).size).toBeGreaterThan(1000);
	});

	it('nor where nothing can be written, or nobody wants it', () => {
		const {folder, start} = freshCopy();
		writeFileSync(join(folder, 'dist/compiled'), '');
		expect(start('list')).toContain('solved');
		rmSync(join(folder, 'dist/compiled'));
		execFileSync(process.execPath, [join(folder, 'bin/fence-tutor.js'), 'list'], {
			env: plainEnvironment(folder, {NODE_DISABLE_COMPILE_CACHE: '1'}),
		});
		expect(existsSync(join(folder, 'dist/compiled'))).toBe(false);
	});
});
