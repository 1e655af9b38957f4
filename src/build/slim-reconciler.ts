import {readFileSync} from 'node:fs';
import {inProject} from './project.js';
import {inSteps} from './slim-ink.js';

/**
 * Returns React's reconciler without what it does for other renderers than Ink: pages that a server has drawn, documents, tests of browsers, and the stacks of components that developers
 * read. It asks for these while it runs, of whoever draws; here each question is answered when the bundle is made, so that the bundler sees what is never reached.
 * Returns the same code where Ink or the reconciler no longer looks as it did when this was written.
 */
export function slimReconciler(code: string): string {
	const renderer = readFileSync(inProject('node_modules/ink/build/reconciler.js'), 'utf8');
	const answers = Object.entries({
		supportsMutation: /^\s+supportsMutation: true,$/m,
		supportsMicrotasks: /^\s+supportsMicrotasks: true,$/m,
		supportsPersistence: /^\s+supportsPersistence: false,$/m,
		supportsHydration: /^\s+supportsHydration: false,$/m,
	}).map(([name, said]) => ({name, isKnown: said.test(renderer), answer: /true/.test(said.source)}));
	const unasked = ['supportsTestSelectors', 'supportsResources', 'supportsSingletons'];
	if (answers.some(({isKnown}) => !isKnown) || unasked.some((name) => renderer.includes(name))) return code;
	const used = usedByInk();
	const known = [...answers, ...unasked.map((name) => ({name, answer: false}))];
	return inSteps(code, [
		// What Ink does not bring is nothing.
		(before) =>
			before.replace(/(\w+) =\s+\$\$\$config\.(\w+)/g, (whole, name: string, asked: string) =>
				new RegExp(`^\\s+${asked}(?:\\(|:|,)`, 'm').test(renderer) ? whole : `${name} = void 0`,
			),
		...known.map(
			({name, answer}) =>
				(before: string) =>
					before.replaceAll(new RegExp(`(?<!\\.)\\b${name}\\b(?! =)`, 'g'), `!${answer ? 0 : 1}`),
		),
		// It begins as false, and only a page that a server has drawn makes it true.
		(before) => before.replaceAll(/\bisHydrating\b(?! =|\$)/g, '!1'),
		withoutBody('describeNativeComponentFrame'),
		withoutBody('getStackByFiberInDevAndProd'),
		(before) =>
			before.replace(
				/^ {2}exports\.(\w+) = [\s\S]*?;\n(?= {2}exports\.| {2}return exports)/gm,
				(whole, name: string) => (used.has(name) ? whole : ''),
			),
	]);
}

/** Makes a function of the reconciler return an empty text at once. */
function withoutBody(name: string): (code: string) => string {
	return (code) =>
		code.replace(new RegExp(`^( +function ${name}\\([^)]*\\) \\{)[\\s\\S]*?\\n {2}\\}\\n`, 'm'), '$1 return ""; }\n');
}

/** What of the reconciler Ink's own class calls. */
function usedByInk(): ReadonlySet<string> {
	const text = readFileSync(inProject('node_modules/ink/build/ink.js'), 'utf8');
	return new Set(Array.from(text.matchAll(/\breconciler\.(\w+)\(/g), ([, name]) => name ?? ''));
}
