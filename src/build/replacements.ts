import type {Plugin} from 'rolldown';
import {inProject} from './project.js';
import {slimApp, slimInk} from './slim-ink.js';
import {slimReconciler} from './slim-reconciler.js';

/** What the bundle changes in other people's code. */
type Replacement = {
	readonly reason: string;
	/** Matches the end of the file's path, with `/` between folders. */
	readonly file: RegExp;
	/** Returns the new code, or the same code where nothing matched. */
	readonly change: (code: string) => string;
};

/** Where the program itself tells characters apart, with one segmenter for all. */
const text = JSON.stringify(inProject('src/view/text/width.ts'));

/** Where another file of a package stands for it. */
const instead: ReadonlyMap<string, string> = new Map([
	// Two packages bring an older one of their own, which knows emoji by a pattern as long as all the rest of it.
	['string-width', inProject('node_modules/string-width/index.js')],
	// The same code as modules, of which only what is used is taken: nothing here writes YAML.
	['yaml', inProject('node_modules/yaml/browser/dist/index.js')],
	// The same code, which does not load what starts threads: nothing here packs in one of its own.
	['fflate', inProject('node_modules/fflate/esm/browser.js')],
]);

const replacements: readonly Replacement[] = [
	{
		reason: 'Ink looks for the devtools when the environment has DEV=true, which many people set for other programs.',
		file: /\/ink\/build\/utils\.js$/,
		change: (code) => code.replace(/isDev = \(\) => [^;]+;/, 'isDev = () => false;'),
	},
	{
		reason: 'The devtools are not shipped, and what waits for them cannot be loaded at once.',
		file: /\/ink\/build\/reconciler\.js$/,
		change: (code) =>
			code.replace("await import('./devtools.js')", 'undefined').replace('await loadPackageJson()', 'undefined'),
	},
	{
		reason: 'Ink draws with a third less of it than there is.',
		file: /\/react-reconciler\/cjs\/react-reconciler\.production\.js$/,
		change: slimReconciler,
	},
	{
		reason: 'A screen is drawn in one way of the several that Ink has.',
		file: /\/ink\/build\/ink\.js$/,
		change: slimInk,
	},
	{
		reason: 'Keys come through a decoder of our own, and no component asks Ink for anything.',
		file: /\/ink\/build\/components\/App\.js$/,
		change: slimApp,
	},
	{
		reason: 'The field has no focus, so it hears no keys.',
		file: /\/ink\/build\/hooks\/use-input\.js$/,
		change: () => 'export default () => {};\n',
	},
	{
		reason: 'What writes one frame over another is never asked to: the screen finds by itself what has changed.',
		file: /\/ink\/build\/log-update\.js$/,
		change: (code) =>
			code.includes('export default logUpdate;')
				? 'const nothing = () => {};\nexport default {create: () => Object.assign(() => {}, {clear: nothing, done: nothing, sync: nothing, setCursorPosition: nothing})};\n'
				: code,
	},
	{
		reason: 'No box has a border or a background.',
		file: /\/ink\/build\/render-(?:border|background)\.js$/,
		change: () => 'export default () => {};\n',
	},
	{
		reason: 'What is thrown ends the full screen, which says so itself.',
		file: /\/ink\/build\/components\/ErrorOverview\.js$/,
		change: () => 'export default () => null;\n',
	},
	{
		reason: 'With CI=1 Ink draws nothing until it ends; whether this is a terminal is decided before Ink is loaded.',
		file: /\/is-in-ci\/index\.js$/,
		change: () => 'export default false;\n',
	},
	{
		reason:
			'What knows emoji, graphemes and classes of characters takes longer to make than a small subcommand, and most texts do without.',
		file: /\/string-width\/index\.js$/,
		change: (code) =>
			code
				.replace('const segmenter = new Intl.Segmenter();', `import {segments} from ${text};`)
				.replace('segmenter.segment(', 'segments(')
				.replace(/const rgiEmojiRegex = .*;/, 'let rgiEmojiRegex;')
				.replace('rgiEmojiRegex.test(', () => "(rgiEmojiRegex ??= new RegExp('^\\\\p{RGI_Emoji}$', 'v')).test(")
				// The other patterns are made where they are used.
				.replace(/^const (\w+Regex) = (\/.*);\n/gm, 'const $1 = () => $2;\n')
				.replace(/\b(?:visibleCharacter|spacingMark|unqualifiedKeycap|extendedPictographic)Regex\b(?! = )/g, '$&()'),
	},
	{
		reason: 'Nobody asks for letters that are wide in some places of the world and narrow in others: they are narrow.',
		file: /\/get-east-asian-width\/index\.js$/,
		change: (code) => code.replace('|| (ambiguousAsWide && isAmbiguous(codePoint))', ''),
	},
	{
		reason:
			'What knows graphemes takes as long to make as Node to start; Yargs loads this file without a use for it, and most rows hold only what joins with nothing.',
		file: /\/ansi-tokenize\/build\/tokenize\.js$/,
		change: (code) =>
			code
				.replace(
					/const segmenter = new Intl\.Segmenter\(.*\);/,
					`import {isPlain, segments} from ${text};
					const graphemes = (text) =>
						isPlain(text.replaceAll('\\u001b', ''))
							? Array.from(text, (segment, index) => ({segment, index}))
							: segments(text);`,
				)
				.replace('segmenter.segment(', 'graphemes('),
	},
	{
		reason:
			'It looks for the home folder when it is loaded, which is at each start of the program, and throws where there is none.',
		file: /\/env-paths\/index\.js$/,
		change: (code) =>
			code
				.replace('const homedir = os.homedir();\nconst tmpdir = os.tmpdir();\n', '')
				.replace(/\b(?:homedir|tmpdir)\b(?=[,)])/g, 'os.$&()'),
	},
	{
		reason: 'Lessons are read from YAML, and nothing is made or written in it, nor turned into objects of JavaScript.',
		file: /\/yaml\/browser\/dist\/(?:stringify\/stringify(?:Collection|Document|Number|Pair|String)?|nodes\/(?:addPairToJSMap|toJS)|doc\/(?:anchors|applyReviver|createNode)|parse\/cst-visit)\.js$/,
		change: (code) =>
			(/^export \{ (.+) \};$/m.exec(code)?.[1] ?? '')
				.split(', ')
				.map((name) => `export const ${name} = () => { throw new Error('This YAML is only read.'); };\n`)
				.join(''),
	},
	{
		reason: 'Lessons are read as maps, lists and texts, and a tag cannot stand in one.',
		file: /\/yaml\/browser\/dist\/schema\/tags\.js$/,
		change: (code) =>
			code.includes("['failsafe', [map, seq, string]]") && code.includes('export { coreKnownTags, getTags };')
				? `import {map} from './common/map.js';
import {seq} from './common/seq.js';
import {string} from './common/string.js';
export const coreKnownTags = {};
export const getTags = () => [map, seq, string];
`
				: code,
	},
	{
		reason: 'The program has a completion of its own, so Yargs is never asked for one.',
		file: /\/yargs\/build\/lib\/completion\.js$/,
		change: (code) =>
			code.includes('export function completion(yargs, usage, command, shim) {')
				? 'export const completion = () => ({setParsed() {}});\n'
				: code,
	},
	{
		reason: 'Yargs checks there what a program hands to it, and this program is known.',
		file: /\/yargs\/build\/lib\/argsert\.js$/,
		change: (code) => (code.includes('export function argsert(') ? 'export const argsert = () => {};\n' : code),
	},
	{
		reason: 'No options are read from a file, and no subcommand of Yargs is guessed.',
		file: /\/yargs\/build\/lib\/utils\/(?:apply-extends|levenshtein)\.js$/,
		change: (code) => {
			const name = /^export function (\w+)\(/m.exec(code)?.[1];
			return name === undefined
				? code
				: `export const ${name} = () => { throw new Error('This program asks Yargs for nothing of this.'); };\n`;
		},
	},
	{
		reason: 'Yoga is a WebAssembly larger than all the rest of Ink, for a column of rows.',
		file: /\/yoga-layout\/dist\/src\/index\.js$/,
		change: () => `export {layout as default} from ${JSON.stringify(inProject('src/cli/tty/layout.ts'))};\n`,
	},
];

/**
 * Returns the plugin that makes the replacements.
 * Fails: the build, where a file of the bundle no longer looks as it did when the replacement was written, or never came by.
 */
export function replaceForShipping(): Plugin {
	const done = new Set<Replacement>();
	return {
		name: 'fence-tutor:replacements',
		resolveId: (id) => instead.get(id) ?? null,
		transform(code, id) {
			const path = id.replaceAll('\\', '/');
			for (const replacement of replacements) {
				if (!replacement.file.test(path)) continue;
				const changed = replacement.change(code);
				if (changed === code) this.error(`${path} has nothing to replace any more. ${replacement.reason}`);
				done.add(replacement);
				// A source that is changed is still the source.
				return {code: changed, map: null};
			}
			return null;
		},
		generateBundle(_options, output) {
			for (const replacement of replacements) {
				if (!done.has(replacement)) this.error(`No module matched ${replacement.file}. ${replacement.reason}`);
			}
			for (const [name, part] of Object.entries(output)) {
				if (part.type !== 'chunk') continue;
				if (part.moduleIds.some((id) => /\/react[^/]*\/cjs\/[^/]*\.development\.js$/.test(id)))
					this.error(`${name} holds the development build of React.`);
				if (part.code.includes('process.env.NODE_ENV')) this.error(`${name} still asks for NODE_ENV while it runs.`);
			}
		},
	};
}
