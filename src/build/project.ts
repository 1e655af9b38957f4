import {existsSync, readFileSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import {z} from 'zod';

/** The folder of the checkout. The file that asks may stand in `src` or, bundled, in `.build`. */
export const root: string = findUp(import.meta.dirname);

/** Returns a path inside the checkout. */
export function inProject(...parts: readonly string[]): string {
	return resolve(root, ...parts);
}

/** Returns the parts of the checkout's package.json that the build and its tests look at. */
export function packageJson(): PackageJson {
	return packageSchema.parse(JSON.parse(readFileSync(inProject('package.json'), 'utf8')));
}

export type PackageJson = z.infer<typeof packageSchema>;

const packageSchema = z.object({
	name: z.string(),
	version: z.string(),
	dependencies: z.record(z.string(), z.string()).optional(),
	devDependencies: z.record(z.string(), z.string()),
});

function findUp(folder: string): string {
	if (existsSync(resolve(folder, 'biome.json'))) return folder;
	const parent = dirname(folder);
	if (parent === folder) throw new Error(`No folder above ${import.meta.dirname} holds biome.json.`);
	return findUp(parent);
}
