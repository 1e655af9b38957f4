import {type Disk, letOthersRead, realDisk} from './disk.js';
import {type DiskLater, realDiskLater} from './disk-later.js';
import type {Progress} from './record.js';
import type {Kept, ProgressStore} from './store.js';

/**
 * The store, and whenever what is kept has changed, a text made of it is written to a file of a folder that others can read. A folder that cannot be written is told once,
 * and keeps nobody from going on: what counts is in the store.
 */
export function handingIn(
	store: ProgressStore,
	{path, textOf}: {readonly path: string; readonly textOf: (progress: Progress) => string | null},
	disk: Disk = realDisk,
	later: DiskLater = realDiskLater,
): ProgressStore {
	let written: string | null = null;
	let isTold = false;
	const after = (kept: Kept, text: string, done: {readonly ok: boolean; readonly reason?: string}): Kept => {
		if (!done.ok) return told(kept, done.reason ?? null);
		written = text;
		letOthersRead(path);
		return kept;
	};
	const told = (kept: Kept, reason: string | null): Kept => {
		if (reason === null || isTold) return kept;
		isTold = true;
		const sentence = `Your receipt cannot be written to ${path}: ${reason}. You can go on; what you do is kept as always.`;
		return {...kept, notice: kept.notice ?? sentence};
	};
	const handed = (kept: Kept): Kept => {
		const text = textOf(kept.progress);
		if (text === null || text === written) return kept;
		return after(kept, text, disk.replace(path, text));
	};
	const handedLater = async (kept: Kept): Promise<Kept> => {
		const text = textOf(kept.progress);
		if (text === null || text === written) return kept;
		return after(kept, text, await later.replace(path, [text]));
	};
	return {
		...store,
		load: () => handed(store.load()),
		save: (progress) => handed(store.save(progress)),
		change: (how) => handed(store.change(how)),
		changeLater: async (how) => await handedLater(await store.changeLater(how)),
	};
}
