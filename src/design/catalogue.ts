import {appendStatement, begin, type StoryScript} from '../explore/story-script.js';
import {namesOf} from '../language/names.js';
import {parseScript, type Script} from '../language/parse.js';
import {print} from '../language/print.js';
import {play} from '../sim/play.js';
import {rulesVersion} from '../sim/rules-version.js';
import type {Statement} from '../sim/statement.js';
import type {World} from '../sim/world.js';
import type {Cell, Cells} from './cell.js';
import {type Fault, faultRows, type PromiseKind, promises} from './rows.js';

/** A design as people build it: its world as a script, where it comes from, and what of it the world leaves out. */
export type Design = {
	readonly name: string;
	readonly title: string;
	readonly source: string;
	/** Sentences; none where nothing is left out. */
	readonly leftOut: readonly string[];
	readonly script: string;
};

/** A cell as it is kept: its story as one line of statements. */
export type KeptCell =
	| Exclude<Cell, {readonly verdict: 'broken'}>
	| (Omit<Extract<Cell, {readonly verdict: 'broken'}>, 'script'> & {readonly script: string});

/** The cells of a design as they are kept, per kind of fault, in the order of the promises. */
export type KeptTable = Readonly<Record<Row, readonly KeptCell[]>>;

/** A kind of fault, or none at all. */
export type Row = Fault | 'none';

/** What was found out about a design. `digest` stands for all that it depends on. */
export type Proved = {readonly digest: string; readonly table: KeptTable};

/** A design with what was found out about it. */
export type ProvedDesign = Design & {readonly table: KeptTable};

/** Whether a design is a reader's own, judged now, and none of the catalogue. */
export function isOwn({source}: Pick<Design, 'source'>): boolean {
	return source === '';
}

/** A table in which nothing is searched yet. */
export function openTable(): KeptTable {
	const open: KeptCell = {verdict: 'unknown', states: 0};
	const cells: readonly KeptCell[] = promises.map(() => open);
	return Object.fromEntries(rows.map((row): [Row, readonly KeptCell[]] => [row, cells])) as KeptTable;
}

/** Every row of a table. Order: the faults as the table shows them, then no fault. */
export const rows: readonly Row[] = [...faultRows.map(({fault}) => fault), 'none'];

/**
 * A design of its file. Shape: a line with its title, lines with `source:` and perhaps `left out:` before what they say, all as comments, then the world.
 * Fails: throws where one of these is missing.
 */
export function readDesign(name: string, text: string): Design {
	const lines = text.split('\n');
	const head = lines
		.slice(
			0,
			lines.findIndex((line) => !line.startsWith('#')),
		)
		.map((line) => line.slice(2));
	const said = (mark: string) =>
		head.flatMap((line) => (line.startsWith(mark) ? [line.slice(mark.length).trim()] : []));
	const [title] = head;
	const [source] = said('source:');
	if (title === undefined || source === undefined) throw new Error(`the design ${name} has no title or no source`);
	return {name, title, source, leftOut: said('left out:'), script: lines.slice(head.length).join('\n').trim()};
}

/** The world of a design. Fails: throws where its script does not play. */
export function worldOfDesign({name, script}: Pick<Design, 'name' | 'script'>): World {
	return played(name, parseScript(script));
}

function played(name: string, {statements, errors}: Script): World {
	const {world, refused} = play(statements.map(({statement}) => statement));
	if (errors.length > 0 || refused !== null)
		throw new Error(`the world of ${name} does not play: ${JSON.stringify(errors[0] ?? refused)}`);
	return world;
}

/** The cells as they are kept. */
export function keptCells(cells: Cells): readonly KeptCell[] {
	return promises.map((promise) => {
		const cell = cells[promise];
		return cell.verdict === 'broken' ? {...cell, script: inOneLine(cell.script)} : cell;
	});
}

/** A program goes on to the end of its line, so nothing may follow it there. */
function inOneLine(script: readonly Statement[]): string {
	const lines = script.map((statement) => `${print(statement)}${statement.kind === 'runs' ? '\n' : '; '}`);
	return lines.join('').replace(/; $|\n$/, '');
}

/** The cell of a design for a promise under one kind of fault. Fails: throws where none was kept. */
export function cellAt({name, table}: Pick<ProvedDesign, 'name' | 'table'>, row: Row, promise: PromiseKind): KeptCell {
	const cell = table[row][promises.indexOf(promise)];
	if (cell === undefined) throw new Error(`${name} has no cell for ${promise} under ${row}`);
	return cell;
}

/** The story of a cell that is broken, from the world of its design. */
export function storyOf(world: World, script: string): StoryScript {
	const {statements} = parseScript(script, namesOf(world));
	const story = statements.reduce(
		(told: StoryScript | null, {statement}) => told && appendStatement(told, statement),
		begin(world),
	);
	if (story === null) throw new Error(`a story does not play any more: ${script}`);
	return story;
}

/** Stands for what the verdicts of a design depend on: its world, what is asked, and the rules of the simulator. */
export function dependsOn({script}: Design): string {
	return JSON.stringify([rulesVersion, script, faultRows, promises]);
}
