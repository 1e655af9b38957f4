import {oneCause} from '../language/one-cause.js';
import {parseScript} from '../language/parse.js';
import {print} from '../language/print.js';
import {visible} from '../language/visible.js';
import {codeOf, looksLikeCode, readCode} from '../share/code.js';
import {playThrough} from '../share/play-through.js';
import {claimedBy, signature, type Verdict, verdictOn, verdictSentence} from '../share/signature.js';
import type {Done} from '../sim/play.js';
import {rulesVersion} from '../sim/rules-version.js';
import {emptyWorld, isSetup} from '../sim/setup.js';
import type {Statement} from '../sim/statement.js';
import {push} from './places.js';
import type {Effect, Session, Tree, Turn, Unread, Unwritten} from './session.js';
import {grow, plant, present, script} from './tree.js';
import {say, tell} from './turn.js';

/** A script or the code of a run, opened in a place of its own, and whether it gives the events that it claims; or what is wrong with it: `FILE:LINE:COLUMN: message`, all at once. */
export type Opened =
	| {readonly ok: true; readonly tree: Tree; readonly verdict: Verdict}
	| {readonly ok: false; readonly problems: readonly string[]};

/** The session after /save FILE: the statements that make this world, for the shell to write. */
export function save(session: Session, path: string): Turn {
	if (path === '') return tell(session, 'Say which file: /save mine.fence');
	return say(session, [], [writing(path, savedText(script(session.place.tree)))]);
}

/** The session after /share: the code of this run up to where the learner stands; with a file, for the shell to write: as a page where its name ends in .html. */
export function share(session: Session, path: string): Turn {
	const coded = codeOf(script(session.place.tree));
	if (!coded.ok) return tell(session, `This run cannot be shared. ${coded.sentence}`);
	if (/\.html?$/i.test(path)) return say(session, [], [{kind: 'write-page', path, code: coded.code}]);
	if (path !== '') return say(session, [], [writing(path, `${coded.code}\n`)]);
	return say(session, [
		{
			kind: 'told',
			text: 'This is your run as a code. Whoever has it can step through it: fence-tutor replay CODE. /share FILE writes it to a file; where the name ends in .html, as a page for a browser.',
		},
		{kind: 'code', text: coded.code},
	]);
}

/** Only what looks like a script of ours is written over. */
export function writing(path: string, text: string): Extract<Effect, {readonly kind: 'write'}> {
	return {kind: 'write', path, text, replaces: /\.fence$/i.test(path)};
}

/** The statements as a script, with what they come to noted at its end. */
function savedText(statements: readonly Statement[]): string {
	const played = playThrough(statements);
	return [...statements.map(print), ...(played.ok ? [signature(played.events)] : [])]
		.map((line) => `${line}\n`)
		.join('');
}

/** The session after /load FILE: the shell reads it and answers with `loaded`. A code is opened at once. */
export function load(session: Session, path: string): Turn {
	if (looksLikeCode(path)) return loaded(session, 'The code', path, null);
	// `-` would be standard input, which is the keyboard here.
	return path === '' || path === '-'
		? tell(session, 'Say which file: /load mine.fence')
		: say(session, [], [{kind: 'read', path}]);
}

/** The session after a file was written, or not. */
export function wrote(session: Session, path: string, problem: Unwritten | null, isPage = false): Turn {
	if (problem !== null) return tell(session, unwritten(path, problem));
	if (isPage) return tell(session, `Written to ${path}. Any browser opens it, without a network.`);
	const next = /\.md$/i.test(path)
		? `To see it: fence-tutor preview ${path}. What is still to do: fence-tutor check ${path}`
		: `To step through it: fence-tutor replay ${path}`;
	return tell(session, `Written to ${path}. ${next}`);
}

function unwritten(path: string, problem: Unwritten): string {
	const other = `Choose another name${/\.(md|html?)$/i.test(path) ? '.' : ', such as mine.fence.'}`;
	return problem.kind === 'exists'
		? `${visible(path)} is there already. ${other}`
		: `${visible(path)} cannot be written: ${problem.reason}. Choose another name.`;
}

/** The session in the sandbox that a file describes, or as it was, with what is wrong with the file. */
export function loaded(session: Session, path: string, text: string | null, problem: Unread | null): Turn {
	if (text === null)
		return tell(
			session,
			problem === null
				? `${visible(path)} cannot be read.`
				: `${visible(path)}:${problem.line}:${problem.column}: ${problem.message}`,
		);
	const opened = open(path, text);
	if (!opened.ok) return say(session, [{kind: 'page', title: `${path} was not opened`, lines: opened.problems}]);
	const verdict = opened.verdict === 'unsigned' ? '' : ` ${verdictSentence(opened.verdict)}`;
	return tell(
		push(session, {kind: 'sandbox', tree: opened.tree}),
		`${path} is open in the sandbox.${verdict} /back returns to where you were.`,
	);
}

/** The tree of moments of a script, or of the code of a run; its set-up makes the first of them. */
export function open(path: string, text: string): Opened {
	return looksLikeCode(text) ? openCode(path, text) : openScript(path, text);
}

function openScript(path: string, text: string): Opened {
	const {statements, errors} = parseScript(text);
	if (errors.length > 0)
		return {
			ok: false,
			problems: oneCause(errors).map(({line, column, message}) => `${path}:${line}:${column}: ${message}`),
		};
	const played = playThrough(
		statements.map(({statement}) => statement),
		Number.POSITIVE_INFINITY,
	);
	if (played.ok)
		return {
			ok: true,
			tree: treeOf(
				played.done,
				statements.map((each) => each.text),
			),
			verdict: verdictOn(claimedBy(text), played.events),
		};
	const {line, column} = statements[played.at] ?? {line: 1, column: 1};
	return {ok: false, problems: [`${path}:${line}:${column}: ${played.sentence}`]};
}

/** A code that is broken over several lines, as mail does, is one code. */
function openCode(path: string, text: string): Opened {
	const read = readCode(text.replace(/\s*[\r\n]\s*/g, ''));
	if (!read.ok) return {ok: false, problems: [`${path}: ${read.sentence}`]};
	const played = playThrough(read.statements);
	if (!played.ok)
		return {
			ok: false,
			problems: [
				`${path}: The code holds a line that cannot be done, \`${visible(print(played.statement))}\`: ${played.sentence}`,
			],
		};
	const {digest} = read;
	return {
		ok: true,
		tree: treeOf(played.done, read.statements.map(print)),
		verdict: verdictOn({digest, rules: rulesVersion}, played.events),
	};
}

function treeOf(deeds: readonly Done[], texts: readonly string[]): Tree {
	let tree: Tree = plant(emptyWorld, []);
	for (const [index, {statement, moments, events, world}] of deeds.entries()) {
		const {did} = present(tree);
		const first = did.kind === 'began' && isSetup(statement);
		tree = first
			? plant(world, [...did.origin, statement])
			: grow(tree, {
					step: 0,
					beat: 0,
					did: {kind: 'statement', statement, text: texts[index] ?? print(statement)},
					moments,
					events,
					world,
				});
	}
	return tree;
}
