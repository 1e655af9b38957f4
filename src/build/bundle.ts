import {type Plugin, type RolldownOutput, rolldown} from 'rolldown';
import {chunks} from './chunks.js';
import {designsModule} from './designs-module.js';
import {exercisesModule} from './exercises-module.js';
import {helpModule} from './help-module.js';
import {lessonsModule} from './lessons-module.js';
import {liveStoriesModule} from './live-stories-module.js';
import {inProject, packageJson} from './project.js';
import {realmModule} from './realm-module.js';
import {replaceForShipping} from './replacements.js';

/** Returns the plugin that writes every character beyond Latin as its number. A file with one of them is read at half the speed, since each of its characters takes two bytes then. */
function inLatin(): Plugin {
	return {
		name: 'fence-tutor:latin',
		generateBundle(_options, output) {
			for (const part of Object.values(output))
				if (part.type === 'chunk')
					part.code = part.code.replace(
						/[\u0080-\uffff]/g,
						(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
					);
		},
	};
}

/** Returns the plugin that hands what one file has for another over as it is. The bundler writes a function around each, as if it could be another one later; only what `let` or `var` declares can. */
function withoutGetters(): Plugin {
	return {
		name: 'fence-tutor:without-getters',
		renderChunk: (code) => {
			const fixed = new Set(
				Array.from(code.matchAll(/^(?:const|class|(?:async )?function\*?) ([\w$]+)/gm), ([, name]) => name),
			);
			return code.replace(
				/Object\.defineProperty\(exports, "(\w+)", \{\s*enumerable: true,\s*get: function \(\) \{\s*return ([\w$]+);\s*\}\s*\}\);/g,
				(whole, exported: string, name: string) => (fixed.has(name) ? `exports.${exported} = ${name};` : whole),
			);
		},
	};
}

/** Returns the plugin that takes what is no module as it is. The bundler copies each into a namespace first, name by name, and a start has six of them. */
function withoutNamespaces(): Plugin {
	let found = 0;
	return {
		name: 'fence-tutor:without-namespaces',
		renderChunk: (code) => {
			const names: string[] = [];
			const taken = code
				.replace(/^(\w+) = [\w$.]+\(\1, 1\);\n/gm, (_whole, name: string) => {
					names.push(name);
					return '';
				})
				.replace(
					/^(?:var|let|const) (\w+) = \/\* @__PURE__ \*\/ [\w$.]+\((require_\w+\(\)), 1\);$/gm,
					(_whole, name: string, value: string) => {
						names.push(name);
						return `const ${name} = ${value};`;
					},
				);
			found += names.length;
			return names.reduce((each, name) => each.replaceAll(new RegExp(`\\b${name}\\.default\\b`, 'g'), name), taken);
		},
		generateBundle() {
			if (found === 0)
				this.error('No namespace of what is no module was found. The bundler writes them otherwise now.');
		},
	};
}

/** What Node has loaded before a program begins. */
const loadedByNode: readonly string[] = [
	'buffer',
	'events',
	'fs',
	'module',
	'path',
	'process',
	'stream',
	'timers',
	'url',
	'util',
];

/** Returns the plugin that loads what Node itself has not loaded yet where it is used, and not with the file that names it: each takes up to three milliseconds, and most starts do without most. */
function builtInsWhereUsed(): Plugin {
	return {
		name: 'fence-tutor:built-ins-where-used',
		renderChunk(code) {
			const late = Array.from(
				code.matchAll(/^(?:let|const) (\w+) = require\("node:([\w/]+)"\);$/gm),
				([whole, name = '', module = '']) => ({whole, name, module}),
			).filter(({module}) => !loadedByNode.includes(module));
			return late.reduce((each, {whole, name, module}) => {
				const rest = each.replace(whole, '');
				const used = rest.replaceAll(new RegExp(`(?<![.\\w$])${name}(?=\\.)`, 'g'), `(${name}())`);
				if (new RegExp(`\\b${name}\\b(?!\\(\\)\\)\\.)`).test(used))
					this.error(`node:${module} is used otherwise than by its names.`);
				return `const ${name} = () => require("node:${module}");\n${used}`;
			}, code);
		},
	};
}

/**
 * Returns the program as chunks, in memory: the entries `main.js` (the program) and `index.js` (what other programs import), `judge.js` (a process of its own that checks code), and what they load when it is needed.
 * Fails: where a replacement finds nothing to replace, or a lesson has a problem.
 */
export async function bundle({sourcemap = false}: {readonly sourcemap?: boolean} = {}): Promise<RolldownOutput> {
	const build = await rolldown({
		input: {
			main: inProject('src/cli/main.ts'),
			index: inProject('src/api/index.ts'),
			judge: inProject('src/cli/code/judge.ts'),
		},
		platform: 'node',
		plugins: [
			lessonsModule(),
			exercisesModule(),
			designsModule(),
			helpModule(),
			liveStoriesModule(),
			realmModule(),
			replaceForShipping(),
			withoutNamespaces(),
			builtInsWhereUsed(),
			withoutGetters(),
			inLatin(),
		],
		preserveEntrySignatures: 'allow-extension',
		transform: {
			define: {
				'process.env.NODE_ENV': '"production"',
				// Yargs asks for it where one configuration extends another; there is none here.
				'import.meta.resolve': 'undefined',
				// To read it from the package takes each start a millisecond.
				fenceTutorVersion: JSON.stringify(packageJson().version),
			},
		},
		checks: {ineffectiveDynamicImport: false},
		logLevel: 'warn',
	});
	const output = await build.generate({
		// Node 20 loads its loader of modules only for what needs one, and that takes as long as a third of its start.
		format: 'cjs',
		dynamicImportInCjs: false,
		codeSplitting: {groups: [...chunks]},
		minify: true,
		comments: false,
		entryFileNames: '[name].js',
		chunkFileNames: ({name}) => `${name.replace(/^_fence-tutor_/, '')}.js`,
		sourcemap: sourcemap ? 'hidden' : false,
	});
	await build.close();
	return output;
}
