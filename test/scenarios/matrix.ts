import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {inProject} from '../../src/build/project.js';
import {parseScript} from '../../src/language/parse.js';
import {refusalSentence} from '../../src/narrate/refusal.js';
import type {Event} from '../../src/sim/event.js';
import {perform} from '../../src/sim/perform.js';
import {emptyWorld} from '../../src/sim/setup.js';

/** The columns of the oracle matrix: a store rule, and whether a new holder advances before it works. */
export const columns: readonly {readonly name: string; readonly rule: string; readonly advances: boolean}[] = [
	{name: 'unfenced', rule: 'unfenced', advances: false},
	{name: 'fence <', rule: 'fenced', advances: false},
	{name: 'fence+advance', rule: 'fenced', advances: true},
	{name: 'CAS', rule: 'cas', advances: false},
	{name: 'fence+CAS', rule: 'fenced-cas', advances: false},
];

/** What became of the last write of A in one scenario under one column: accepted or rejected, and whether an acknowledged update was lost or the resource torn. */
export type Cell = {readonly outcome: 'accept' | 'reject'; readonly lost: boolean; readonly torn: boolean};

/** The scenarios of the matrix, by file name. */
export function rows(): readonly string[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith('.fence'))
		.sort();
}

/** The cell of a scenario and a column, from the scenario's own history. A store that knows no tokens keeps no ratchet to be scoped. */
export function cell(row: string, {rule, advances}: (typeof columns)[number]): Cell {
	const template = readFileSync(join(folder, row), 'utf8');
	const lines = template.split('\n').filter((line) => advances || !line.endsWith('# advance'));
	const scoped = rule === 'unfenced' || rule === 'cas' ? lines.map((line) => line.replace(' scope key', '')) : lines;
	const history = play(scoped.join('\n').replace('RULE', rule));
	const writes = history.filter(
		(event) =>
			(event.kind === 'accepted' || (event.kind === 'rejected' && event.what === 'write')) && event.client === 'A',
	);
	const violated = (property: string) =>
		history.some((event) => event.kind === 'violated' && event.property === property);
	return {
		outcome: writes.at(-1)?.kind === 'accepted' ? 'accept' : 'reject',
		lost: violated('lost-update'),
		torn: violated('torn-write'),
	};
}

/** The matrix as text, one scenario a line. */
export function matrixText(): string {
	const width = 18;
	const head = ['scenario', ...columns.map(({name}) => name)]
		.map((name) => name.padEnd(width))
		.join('')
		.trimEnd();
	const body = rows().map((row) =>
		[row.replace('.fence', ''), ...columns.map((column) => cellText(cell(row, column)))]
			.map((text) => text.padEnd(width))
			.join('')
			.trimEnd(),
	);
	return [head, ...body].join('\n');
}

/** A cell in few words. */
export function cellText({outcome, lost, torn}: Cell): string {
	return [outcome, lost ? 'lost' : null, torn ? 'torn' : null].filter((word) => word !== null).join(' / ');
}

const folder = inProject('test/scenarios/matrix');

function play(script: string): readonly Event[] {
	const {statements, errors} = parseScript(script);
	if (errors.length > 0) throw new Error(errors.map(({line, message}) => `${line}: ${message}`).join('\n'));
	let world = emptyWorld;
	const history: Event[] = [];
	for (const {statement, line} of statements) {
		const outcome = perform(world, statement);
		if (!outcome.ok) throw new Error(`${line}: ${refusalSentence(outcome.refusal)}`);
		history.push(...outcome.events);
		world = outcome.world;
	}
	return history;
}
