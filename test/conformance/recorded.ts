import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {resolve} from 'node:path';
import type {Case, SystemName} from './script.js';

/** A script with what the real servers made of it when it was recorded. */
export type Recorded = Case & {readonly outcomes: readonly string[]};

/** What was recorded of a system. `seed`: of its random scripts. */
export type Recording = {readonly seed: number; readonly scripts: readonly Recorded[]};

/** What the real servers said when they were last recorded. */
export function recordingOf(system: SystemName): Recording {
	const file = fileOf(system);
	if (!existsSync(file)) return {seed: 0, scripts: []};
	return JSON.parse(readFileSync(file, 'utf8')) as Recording;
}

/** Keeps what the real servers said. Order: by name, so that a change is seen as one. */
export function record(system: SystemName, {seed, scripts}: Recording): void {
	const sorted = [...scripts].sort((one, other) => (one.name < other.name ? -1 : 1));
	writeFileSync(fileOf(system), `${JSON.stringify({seed, scripts: sorted}, null, '\t')}\n`);
}

function fileOf(system: SystemName): string {
	return resolve(import.meta.dirname, 'recorded', `${system}.json`);
}
