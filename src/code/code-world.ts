import {emptyNames} from '../language/names.js';
import {parseScript} from '../language/parse.js';
import {refusalSentence} from '../narrate/refusal.js';
import {machineOf} from '../sim/lock/registry.js';
import {longestPatience} from '../sim/pass.js';
import {play} from '../sim/play.js';
import {isSetup} from '../sim/setup.js';
import type {Statement} from '../sim/statement.js';
import type {World} from '../sim/world.js';
import {blank, withoutWords} from './without-words.js';

export type Claim = Extract<Statement, {kind: 'claim'}>;

/** A world for code, and what is claimed of every schedule in it. */
export type CodeWorld = {
	readonly world: World;
	readonly claims: readonly Claim[];
	/** The statements that set the world up, its clients first. */
	readonly setup: readonly Statement[];
};

/** What is wrong with the text of a world. Units: from 1, columns in code points. */
type WorldProblem = {readonly line: number; readonly column: number; readonly message: string};

/**
 * The world that a text sets up, with its claims, or everything wrong with it. It is in the language, save for a line `clients 3`:
 * how many clients run the code, two where nothing is said. `clients`: said from outside, in place of the text's own.
 */
export function codeWorld(
	text: string,
	clients: number | null = null,
): {readonly ok: true; readonly made: CodeWorld} | {readonly ok: false; readonly problems: readonly WorldProblem[]} {
	const lines = text.split(/\r\n|\n|\r/);
	const sized = lines.findIndex((line) => clientsLine.test(line));
	const size = clients ?? (sized < 0 ? 2 : Number(clientsLine.exec(lines[sized] ?? '')?.[1]));
	if (!(size >= 1 && size <= mostClients))
		return problem(sized + 1 || 1, `Code is run by 1 to ${mostClients} clients. Say for example: clients 3`);
	const names = Array.from({length: size}, (_, index) => String.fromCharCode(65 + index));
	const unread = lines.findIndex((line, index) => index !== sized && /^\s*clients\b/i.test(line));
	if (unread >= 0)
		return problem(unread + 1, `How many clients run the code is a number from 1 to ${mostClients}: clients 3`);
	const script = parseScript(lines.with(Math.max(0, sized), sized < 0 ? (lines[0] ?? '') : '').join('\n'), {
		...emptyNames,
		clients: names,
	});
	if (script.errors.length > 0) return {ok: false, problems: script.errors};
	const claims: Claim[] = [];
	const setup: Statement[] = names.map((name) => ({kind: 'client', name}));
	let {world} = play(setup);
	for (const {statement, line, column} of script.statements) {
		if (statement.kind === 'claim') claims.push(statement);
		else if (statement.kind === 'client')
			return problem(line, 'How many clients run the code is said by a line such as: clients 3', column);
		else if (!isSetup(statement) || ['runs', 'starts', 'retries', 'rereads', 'shares'].includes(statement.kind))
			return problem(
				line,
				'The world of code holds locks, stores, data, faults and claims. What clients do, the code says.',
				column,
			);
		else if (statement.kind === 'latency' && statement.latency > 0)
			return problem(
				line,
				'Code is answered at once: leave latency out. Any client may be served as late as you like all the same.',
				column,
			);
		else {
			const {refused, world: next} = play([statement], world);
			if (refused !== null) return problem(line, refusalSentence(refused.refusal), column);
			if (longestPatience(next.spec) > 0)
				return problem(
					line,
					next.spec.locks.some(({service}) => machineOf(service).rounds !== null)
						? 'Code is answered at once: leave node-timeout out. A node that stays silent is given up at once.'
						: 'Code is answered at once: leave wait out. No code waits for replicas here.',
					column,
				);
			world = next;
			setup.push(statement);
		}
	}
	return claims.length === 0
		? problem(1, 'There is no claim about this code. Add one, such as: claim never lost-update')
		: {ok: true, made: {world, claims, setup}};
}

/** A search of more would never end. */
export const mostClients = 6;

const clientsLine = /^\s*clients\s+(\d{1,9})\s*(?:#.*)?$/i;

function problem(
	line: number,
	message: string,
	column = 1,
): {readonly ok: false; readonly problems: readonly WorldProblem[]} {
	return {ok: false, problems: [{line, column, message}]};
}

/**
 * The text of the first comment of a file that begins with the word `fence`, or null: a comment of `/*`, of three quotes as in Python, or lines that begin with `#`, or lines that begin with `//` below a line `// fence`.
 * Shape: it has as many lines as the file up to its end, so that a line of it is a line of the file.
 */
export function fenceComment(code: string): string | null {
	const found = comments.map((comment) => comment.exec(code)).filter((match) => match !== null);
	const [first] = found.sort((one, other) => one.index - other.index);
	if (first === undefined) return null;
	const [, opening = '', body = ''] = first;
	const from = first.index + opening.length;
	return `${blank(code.slice(0, from))}${body}`
		.split('\n')
		.map((line) =>
			line.replace(/^(\s*)(\*|#|\/\/)(?=\s|$)/, (_, before: string, mark: string) => `${before}${blank(mark)}`),
		)
		.join('\n');
}

/** Order: no matter; the one that stands first in the file counts. */
const comments = [
	/(\/\*+(?:\s|\*(?!\/))*fence(?![\w-]))([\s\S]*?)\*\//,
	/("""\s*fence(?![\w-]))([\s\S]*?)"""/,
	/('''\s*fence(?![\w-]))([\s\S]*?)'''/,
	/(?<=^|\n)(#[ \t]*fence(?![\w-]))([^\n]*(?:\n#[^\n]*)*)/,
	/(?<=^|\n)(\/\/[ \t]*fence(?=[ \t]*\r?\n))([^\n]*(?:\n\/\/[^\n]*)*)/,
] as const;

/** The line at which a comment opens that would be the file's world and is never closed, or null. What stands in another comment or in a text opens none. Units: from 1. */
export function unclosedLine(code: string): number | null {
	const rest = withoutWords(code);
	const from = rest.search(/(?:\/\*[\s*]*|(?:"""|''')\s*)fence(?![\w-])/);
	return from < 0 ? null : rest.slice(0, from).split('\n').length;
}
