import {chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {isolatedDeclarationSync} from 'rolldown/experimental';
import {bundle} from './bundle.js';
import {importTypescript} from './import-typescript.mjs';
import {notices} from './notices.js';
import {inProject, packageJson} from './project.js';

const output = await bundle();
rmSync(inProject('dist'), {recursive: true, force: true});
mkdirSync(inProject('dist'), {recursive: true});
for (const part of output.output) {
	writeFileSync(inProject('dist', part.fileName), part.type === 'chunk' ? part.code : part.source);
}
// The package is made of modules; what it is bundled to are none.
writeFileSync(inProject('dist/package.json'), '{"type": "commonjs"}\n');
const api = output.output.find((part) => part.type === 'chunk' && part.name === 'index');
writeFileSync(inProject('dist/index.mjs'), asModule(api?.type === 'chunk' ? api.exports : []));
for (const name of ['index', 'types', 'script-error'])
	writeFileSync(inProject('dist', `${name}.d.ts`), declarationsOf(inProject('src/api', `${name}.ts`)));
writeFileSync(inProject('THIRD-PARTY-NOTICES.txt'), notices(modulesOf(output)));
const {manPage}: typeof import('../cli/man-page.js') = await importTypescript(
	inProject('src/cli/man-page.ts'),
	inProject('.build/run'),
);
const {version, homepage} = packageJson();
const release = new RegExp(`^## ${version.replaceAll('.', '\\.')}, (\\d{4}-\\d{2}-\\d{2})$`, 'm');
const [, date = null] = release.exec(readFileSync(inProject('CHANGELOG.md'), 'utf8')) ?? [];
writeFileSync(inProject('dist/fence-tutor.1'), await manPage(version, {date, homepage}));
chmodSync(inProject('bin/fence-tutor.js'), 0o755);
console.log(sizes());

/** What the package hands out, as a module: without the one name that a module gets of what is none, `default`. */
function asModule(names: readonly string[]): string {
	return `import api from './index.js';\nexport const {${[...names].sort().join(', ')}} = api;\n`;
}

/** The types of what a file exports, for whoever imports the package. Fails: where they cannot be told from that file alone. */
function declarationsOf(file: string): string {
	const {code, errors} = isolatedDeclarationSync(file, readFileSync(file, 'utf8'), {stripInternal: true});
	if (errors.length > 0) throw new Error(`${file}: ${errors.map(({message}) => message).join('; ')}`);
	return code;
}

function modulesOf({output: parts}: typeof output): readonly string[] {
	return parts.flatMap((part) =>
		part.type === 'chunk'
			? Object.entries(part.modules).flatMap(([id, {renderedLength}]) => (renderedLength > 0 ? [id] : []))
			: [],
	);
}

function sizes(): string {
	const lines = output.output.map(
		(part) =>
			`  ${part.fileName.padEnd(32)}${String(Math.ceil((part.type === 'chunk' ? part.code.length : part.source.length) / 1024)).padStart(5)} KB`,
	);
	return ['dist', ...lines].join('\n');
}
