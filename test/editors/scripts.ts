import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {inProject} from '../../src/build/project.js';
import {parseScript} from '../../src/language/parse.js';

/** Every script of the tests (with a rule where several are tried in its place) and every block of script in the lessons. */
export function scripts(): readonly {readonly file: string; readonly text: string}[] {
	const files = readdirSync(inProject('test'), {recursive: true, encoding: 'utf8'}).filter((name) =>
		name.endsWith('.fence'),
	);
	const lessons = readdirSync(inProject('lessons'), {recursive: true, encoding: 'utf8'}).filter((name) =>
		name.endsWith('.md'),
	);
	return [
		...files.map((name) => ({
			file: name,
			text: readFileSync(join(inProject('test'), name), 'utf8').replaceAll(' RULE', ' fenced'),
		})),
		...lessons.flatMap((name) =>
			[
				...readFileSync(join(inProject('lessons'), name), 'utf8').matchAll(
					/^```(?:world|try|claims|fence)\n([\s\S]*?)^```/gm,
				),
			].map(([, text = '']) => ({file: name, text})),
		),
	];
}

/** Every name that any of the scripts declares: clients, locks, stores, resources, keys and jobs, in lower case. A block of a lesson has the names of its world. */
export function namesInScripts(): ReadonlySet<string> {
	return new Set(
		scripts()
			.flatMap(({text}) => {
				const {names} = parseScript(text);
				const jobs = [...text.matchAll(/ (?:as job|sends) ([^\s;]+)/g)].map(([, job = '']) => job);
				const {clients, locks, stores, resources, keys} = names;
				return [...clients, ...locks, ...stores, ...resources, ...keys.flat(), ...jobs];
			})
			.map((name) => name.toLowerCase()),
	);
}
