import {parseScript} from '../language/parse.js';
import {print} from '../language/print.js';
import {perform} from '../sim/perform.js';
import {emptyWorld, isSetup} from '../sim/setup.js';
import {push} from './places.js';
import type {Session, Tree, Turn} from './session.js';
import {grow, plant, present, script} from './tree.js';
import {say, tell} from './turn.js';

/** A script opened in a place of its own, or what is wrong with it: `FILE:LINE:COLUMN: message`, all at once. */
export type Opened = {readonly ok: true; readonly tree: Tree} | {readonly ok: false; readonly problems: readonly string[]};

/** The session after /save FILE: the statements that make this world, for the shell to write. */
export function save(session: Session, path: string): Turn {
	if (path === '') return tell(session, 'Say which file: /save mine.fence');
	const text = script(session.place.tree).map((statement) => `${print(statement)}\n`);
	return say(session, [], [{kind: 'write', path, text: text.join('')}]);
}

/** The session after /load FILE: the shell reads it and answers with `loaded`. */
export function load(session: Session, path: string): Turn {
	return path === '' ? tell(session, 'Say which file: /load mine.fence') : say(session, [], [{kind: 'read', path}]);
}

/** The session after a file was written, or not. */
export function wrote(session: Session, path: string, problem: string | null): Turn {
	return tell(session, problem ?? `Written to ${path}. To run it: fence-tutor run ${path}`);
}

/** The session in the sandbox that a file describes, or as it was, with what is wrong with the file. */
export function loaded(session: Session, path: string, text: string | null, problem: string | null): Turn {
	if (text === null) return tell(session, problem ?? `${path} cannot be read.`);
	const opened = open(path, text);
	if (!opened.ok) return say(session, [{kind: 'page', title: `${path} was not opened`, lines: opened.problems}]);
	return tell(push(session, {kind: 'sandbox', tree: opened.tree}), `${path} is open in the sandbox. /back returns to where you were.`);
}

/** The tree of moments of a script; its set-up makes the first of them. */
export function open(path: string, text: string): Opened {
	const {statements, errors} = parseScript(text);
	if (errors.length > 0) return {ok: false, problems: errors.map(({line, column, message}) => `${path}:${line}:${column}: ${message}`)};
	let tree: Tree = plant(emptyWorld, []);
	for (const {statement, text: typed, line, column} of statements) {
		const {world, did} = present(tree);
		const outcome = perform(world, statement);
		if (!outcome.ok) return {ok: false, problems: [`${path}:${line}:${column}: ${outcome.refusal.sentence}`]};
		const first = did.kind === 'began' && isSetup(statement);
		tree = first
			? plant(outcome.world, [...did.origin, statement])
			: grow(tree, {step: 0, beat: 0, did: {kind: 'statement', statement, text: typed}, events: outcome.events, world: outcome.world});
	}
	return {ok: true, tree};
}
