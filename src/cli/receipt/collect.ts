import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {Exercise} from '../../code/exercise.js';
import type {Lesson} from '../../lesson/lesson.js';
import {realDiskLater} from '../../progress/disk-later.js';
import {grade} from '../../session/grade.js';
import {markOf, readReceipt} from '../../session/receipt.js';
import {otherRules} from '../../share/code.js';
import {rulesVersion} from '../../sim/rules-version.js';
import type {Attendant} from '../../view/presenter/room-table.js';
import {savedAt} from '../follow-folder.js';

/** What a shared folder holds. `unusable`: files that are no receipts of this workshop's program, with why. */
export type Collected = {
	readonly attendants: readonly Attendant[];
	readonly unusable: readonly {readonly file: string; readonly sentence: string}[];
};

/** Whose receipts are wanted: of one workshop, made with one key; null for all. */
type Wanted = {readonly workshop: string | null; readonly key: string | null};

/** Looks at a folder again and again, and reads and grades only what has changed since. What stays in a place counts from when it was first seen there, since two machines seldom agree on the time. */
export function openCollection(
	folder: string,
	{lessons, exercises}: {readonly lessons: readonly Lesson[]; readonly exercises: readonly Exercise[]},
	wanted: Wanted,
): {look(now: number): Promise<Collected>} {
	const known = new Map<string, Known>();
	const read = async (file: string, modified: number, before: Known | undefined): Promise<Known['found']> => {
		const source = await realDiskLater.read(join(folder, file));
		if (source.kind !== 'text')
			return `It cannot be read: ${source.kind === 'absent' ? 'it is not there' : source.reason}.`;
		const result = readReceipt(source.text);
		if (!result.ok) return result.sentence;
		const {receipt} = result;
		if (receipt.rules !== rulesVersion) return otherRules(receipt.rules);
		const isOther = wanted.workshop !== null && receipt.workshop?.toLowerCase() !== wanted.workshop.toLowerCase();
		if (isOther || (wanted.key !== null && receipt.mark !== markOf(receipt.digest, wanted.key))) return null;
		const graded = grade(receipt, lessons, exercises);
		const {here} = receipt;
		const last = typeof before?.found === 'object' ? before.found : null;
		const isSame = last !== null && last.here?.since === here?.since;
		return {
			name: receipt.name ?? file.replace(/\.json$/i, ''),
			here,
			grade: graded,
			since: isSame ? last.since : modified,
		};
	};
	return {
		async look(now) {
			// What begins with a dot is no receipt: macOS leaves such files beside others on a share.
			const names = (await readdir(folder)).filter((name) => /^[^.].*\.json$/is.test(name)).sort();
			for (const name of names.slice(0, mostFiles)) {
				const path = join(folder, name);
				const stamp = await realDiskLater.stamp(path);
				const before = known.get(name);
				if (stamp === '' || before?.stamp === stamp) continue;
				// Of what lies there from before only the file can tell how old it is.
				const modified = before === undefined ? Math.min(now, savedAt(path)?.getTime() ?? now) : now;
				known.set(name, {stamp, found: await read(name, modified, before)});
			}
			for (const name of known.keys()) if (!names.includes(name)) known.delete(name);
			const all = [...known].map(([file, {found}]) => ({file, found}));
			return {
				attendants: all.flatMap(({found}) => (typeof found === 'object' && found !== null ? [found] : [])),
				unusable: all.flatMap(({file, found}) => (typeof found === 'string' ? [{file, sentence: found}] : [])),
			};
		},
	};
}

/** A file as it was read last. A sentence says why it is no receipt; null is a receipt that is not wanted. */
type Known = {readonly stamp: string; readonly found: Attendant | string | null};

const mostFiles = 500;
