import type {Names} from '../../src/language/names.js';
import {parseLine, parseScript} from '../../src/language/parse.js';
import type {ParseError} from '../../src/language/parse-error.js';
import type {Statement} from '../../src/sim/statement.js';

/** The names of the sandbox. */
export const sandboxNames: Names = {
	clients: ['A', 'B'],
	locks: ['account'],
	stores: ['raw', 'safe'],
	resources: ['account'],
	keys: [['account', 'balance']],
};

/** The sandbox's set-up, as a script. */
export const sandboxLines = [
	'client A',
	'client B',
	'lock account lease ttl 10s',
	'store raw unfenced',
	'store safe fenced',
	'put account balance=100',
];

/** The statements of a line. Fails: when it does not parse. */
export function all(line: string, names: Names = sandboxNames): readonly Statement[] {
	const parsed = parseLine(line, names);
	if (!parsed.ok) throw new Error(`${line}: ${parsed.error.message}`);
	return parsed.statements.map(({statement}) => statement);
}

/** The one statement of a line. Fails: when there are more, fewer or none that parses. */
export function one(line: string, names: Names = sandboxNames): Statement {
	const [first, second] = all(line, names);
	if (first === undefined || second !== undefined) throw new Error(`not one statement: ${line}`);
	return first;
}

/** What is wrong with a line. Fails: when nothing is. */
export function wrong(line: string, names: Names = sandboxNames): ParseError {
	const parsed = parseLine(line, names);
	if (parsed.ok) throw new Error(`nothing is wrong with: ${line}`);
	return parsed.error;
}

/** Everything that is wrong with a script. */
export function wrongs(...lines: readonly string[]): readonly ParseError[] {
	return parseScript(lines.join('\n')).errors;
}
