import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {inProject} from '../../src/build/project.js';
import {type Scripted, scripted} from './scripted.js';

/** The table of known truths: each of its files by name, with what it sets up and claims. */
export function truths(): readonly (readonly [string, Scripted])[] {
	const folder = inProject('test/explore/truths');
	return readdirSync(folder).map((file) => [file, scripted(readFileSync(join(folder, file), 'utf8'))]);
}
