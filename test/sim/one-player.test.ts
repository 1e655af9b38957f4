import {readdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {expect, it} from 'vitest';

const source = resolve(import.meta.dirname, '../../src');

/** Files that do one statement at a time, each with its reason. Everybody else plays a list. */
const oneAtATime: Readonly<Record<string, string>> = {
	'sim/play.ts': 'the player',
	'cli/run/play.ts': 'a script is printed as it runs, with its expectations in between',
	'session/do-statement.ts': 'what was typed',
	'session/from-record.ts': 'the moments of a tree, each after its parent',
	'explore/story-script.ts': 'a story grows by one move',
	'explore/service-moves.ts': 'one move of the explorer',
	'explore/reach/attempts.ts': 'one attempt of the explorer',
};

it('lets one function play lists of statements', () => {
	const performing = readdirSync(source, {recursive: true, encoding: 'utf8'})
		.filter((path) => /\.tsx?$/.test(path))
		.map((path) => path.replaceAll('\\', '/'))
		.filter((path) => /\/perform\.js'/.test(readFileSync(join(source, path), 'utf8')))
		.filter((path) => /\bperform\b.*\/perform\.js'/.test(readFileSync(join(source, path), 'utf8')));
	expect(performing.filter((path) => !(path in oneAtATime)).sort()).toEqual([]);
	expect(Object.keys(oneAtATime).filter((path) => !performing.includes(path))).toEqual([]);
});
