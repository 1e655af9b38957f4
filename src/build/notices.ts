import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/** Returns the notices that travel with the bundle: each package that has a module in it, with its licence. Order: by name. */
export function notices(moduleIds: readonly string[]): string {
	const folders = packageFolders(moduleIds);
	const packages = folders.map(readPackage).sort((a, b) => (a.name < b.name ? -1 : 1));
	return [preamble, ...packages.map(notice)].join(`\n${'-'.repeat(78)}\n\n`);
}

/** Returns the folders of the packages that these modules come from, each once. */
export function packageFolders(moduleIds: readonly string[]): readonly string[] {
	const folders = moduleIds.flatMap(
		(id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replaceAll('\\', '/'))?.[0] ?? [],
	);
	return [...new Set(folders)];
}

type Package = {readonly name: string; readonly version: string; readonly license: string; readonly text: string};

/** Fails: where a package carries no licence, since then it may not be shipped, or no name and version. */
function readPackage(folder: string): Package {
	const {name, version, license}: Partial<Record<'name' | 'version' | 'license', unknown>> = JSON.parse(
		readFileSync(join(folder, 'package.json'), 'utf8'),
	);
	if (typeof name !== 'string' || typeof version !== 'string' || typeof license !== 'string')
		throw new Error(`The package.json of ${folder} has no name, version and license.`);
	return {name, version, license, text: licenceText(folder, name)};
}

function licenceText(folder: string, name: string): string {
	const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
	if (file !== undefined) return readFileSync(join(folder, file), 'utf8').trim();
	const readme = readdirSync(folder).find((entry) => /^readme/i.test(entry));
	const section =
		readme === undefined
			? undefined
			: /^#+ *licen[cs]e\b[^\n]*\n([\s\S]*?)(?=^#|$(?![\s\S]))/im.exec(readFileSync(join(folder, readme), 'utf8'))?.[1];
	if (section?.trim()) return section.trim();
	const holder = holders[name];
	if (holder !== undefined) return `${holder}\n\n${mit}`;
	throw new Error(`${name} carries no licence text, so it may not be shipped. Look at ${folder}.`);
}

function notice({name, version, license, text}: Package): string {
	return `${name} ${version} (${license})\n\n${text}\n`;
}

const preamble = `Third-party notices

fence-tutor is one bundle. It contains code of the packages below, each under its own licence.
`;

/** Packages under the MIT licence that leave its text out. Source: the heads of their files. */
const holders: Readonly<Record<string, string>> = {
	'yoga-layout': 'Copyright (c) Meta Platforms, Inc. and affiliates.',
};

const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
