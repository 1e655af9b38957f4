import {existsSync, readFileSync} from 'node:fs';
import {dirname, resolve} from 'node:path';

/** The folder of the checkout. The file that asks may stand in `src` or, bundled, in `.build`. */
export const root: string = findUp(import.meta.dirname);

/** Returns a path inside the checkout. */
export function inProject(...parts: readonly string[]): string {
	return resolve(root, ...parts);
}

/** The parts of the checkout's package.json that the build and its tests look at. */
type PackageJson = {
	readonly name: string;
	readonly version: string;
	readonly homepage: string;
	readonly dependencies?: Readonly<Record<string, string>>;
	readonly devDependencies: Readonly<Record<string, string>>;
};

/** Returns the checkout's package.json, which its own tests hold to this shape. */
export function packageJson(): PackageJson {
	return JSON.parse(readFileSync(inProject('package.json'), 'utf8')) as PackageJson;
}

function findUp(folder: string): string {
	if (existsSync(resolve(folder, 'biome.json'))) return folder;
	const parent = dirname(folder);
	if (parent === folder) throw new Error(`No folder above ${import.meta.dirname} holds biome.json.`);
	return findUp(parent);
}
