import {createHash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import type {Design, Proved, ProvedDesign} from '../design/catalogue.js';
import {importTypescript} from './import-typescript.mjs';
import {inProject} from './project.js';

/** The file that holds what was found out about each design, by its name. */
export const verdictsFile = inProject('lessons/designs/verdicts.json');

/** Returns the designs of the folder `lessons/designs`. Order: by the numbers of their files. */
export async function designs(): Promise<readonly Design[]> {
	const {readDesign}: typeof import('../design/catalogue.js') = await importTypescript(
		inProject('src/design/catalogue.ts'),
		inProject('.build/run'),
	);
	const folder = inProject('lessons/designs');
	const files = readdirSync(folder).filter((file) => file.endsWith('.fence'));
	return files
		.sort()
		.map((file) => readDesign(file.replace(/^\d+-|\.fence$/g, ''), readFileSync(`${folder}/${file}`, 'utf8')));
}

/** Returns what `npm run designs` has written down. */
export function verdicts(): Readonly<Record<string, Proved>> {
	return existsSync(verdictsFile) ? JSON.parse(readFileSync(verdictsFile, 'utf8')) : {};
}

/** Returns the designs with their verdicts. Fails: where one has none, or others than belong to its world as it is now. */
export async function provedDesigns(): Promise<readonly ProvedDesign[]> {
	const known = verdicts();
	const {dependsOn}: typeof import('../design/catalogue.js') = await importTypescript(
		inProject('src/design/catalogue.ts'),
		inProject('.build/run'),
	);
	return (await designs()).map((design) => {
		const proved = known[design.name];
		if (proved?.digest !== digestOf(dependsOn(design)))
			throw new Error(
				`lessons/designs: ${design.name} has changed since its verdicts were found; run: npm run designs`,
			);
		return {...design, table: proved.table};
	});
}

export function digestOf(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
