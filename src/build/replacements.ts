import type {Plugin} from 'rolldown';

/** What the bundle changes in other people's code. */
type Replacement = {
	readonly reason: string;
	/** Matches the end of the file's path, with `/` between folders. */
	readonly file: RegExp;
	/** Returns the new code, or the same code where nothing matched. */
	readonly change: (code: string) => string;
};

const replacements: readonly Replacement[] = [
	{
		reason: 'Ink looks for the devtools when the environment has DEV=true, which many people set for other programs.',
		file: /\/ink\/build\/utils\.js$/,
		change: (code) => code.replace(/isDev = \(\) => [^;]+;/, 'isDev = () => false;'),
	},
	{
		reason: 'The devtools are not shipped.',
		file: /\/ink\/build\/devtools\.js$/,
		change: () => 'export {};\n',
	},
	{
		reason: 'With CI=1 Ink draws nothing until it ends; whether this is a terminal is decided before Ink is loaded.',
		file: /\/is-in-ci\/index\.js$/,
		change: () => 'export default false;\n',
	},
	{
		reason: 'Yoga would read its own data: address through fetch, which makes Node load all of undici: 68 ms.',
		file: /\/yoga-wasm-base64-esm\.js$/,
		change: (code) => (code.includes('typeof fetch') ? `const fetch = undefined;\n${code}` : code),
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
		transform(code, id) {
			const path = id.replaceAll('\\', '/');
			for (const replacement of replacements) {
				if (!replacement.file.test(path)) continue;
				const changed = replacement.change(code);
				if (changed === code) this.error(`${path} has nothing to replace any more. ${replacement.reason}`);
				done.add(replacement);
				return changed;
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
