import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';

/** Returns a new empty folder that is gone when the test is over. */
export function aFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'fence-tutor-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}
