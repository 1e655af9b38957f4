import {type FSWatcher, readdirSync, statSync, watch} from 'node:fs';
import {join} from 'node:path';

/**
 * Calls back with the names of the files in a folder, those that are followed, that were saved, appeared or disappeared, once it is quiet, until the returned function is
 * called. What counts is the folder as it is: programs that save write several times, or put a new file in the place of the old one. A folder that is gone has no files,
 * and may come back.
 */
export function followFolder(
	folder: string,
	isFollowed: (name: string) => boolean,
	onChange: (names: readonly string[]) => void,
): () => void {
	let told = stampsOf(folder, isFollowed);
	let latest = told;
	let soon: NodeJS.Timeout | undefined;
	let watcher = watched();
	const look = () => {
		clearTimeout(soon);
		const now = stampsOf(folder, isFollowed);
		const isQuiet = changedNames(latest, now).length === 0;
		latest = now;
		if (!isQuiet) {
			soon = setTimeout(look, calm);
			return;
		}
		const changed = changedNames(told, now);
		told = now;
		if (changed.length > 0) onChange(changed);
	};
	// Some file systems tell nobody of changes, and a watcher ends with its folder.
	const always = setInterval(() => {
		watcher ??= watched();
		look();
	}, pulse);
	return () => {
		clearTimeout(soon);
		clearInterval(always);
		watcher?.close();
	};

	function watched(): FSWatcher | null {
		try {
			const made = watch(folder, () => look());
			return made.on('error', () => {
				made.close();
				watcher = null;
			});
		} catch {
			return null;
		}
	}
}

/** When a file was saved last, or null where it is not there. */
export function savedAt(path: string): Date | null {
	try {
		return statSync(path, {throwIfNoEntry: false})?.mtime ?? null;
	} catch {
		return null;
	}
}

/** Per file, what differs when it is another or has been written. */
function stampsOf(folder: string, isFollowed: (name: string) => boolean): ReadonlyMap<string, string> {
	try {
		return new Map(readdirSync(folder).filter(isFollowed).flatMap(stampOf));
	} catch {
		return new Map();
	}

	function stampOf(name: string): readonly (readonly [string, string])[] {
		try {
			const stat = statSync(join(folder, name), {throwIfNoEntry: false});
			return stat === undefined ? [] : [[name, `${stat.ino} ${stat.size} ${stat.mtimeMs}`]];
		} catch {
			return [];
		}
	}
}

function changedNames(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): readonly string[] {
	return [...new Set([...before.keys(), ...now.keys()])].filter((name) => before.get(name) !== now.get(name));
}

/** Units: real ms. */
const calm = 60;
const pulse = 300;
