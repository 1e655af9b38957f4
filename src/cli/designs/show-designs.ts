import {stat} from 'node:fs/promises';
import {resolve} from 'node:path';
import {type Row as FaultName, type ProvedDesign, rows} from '../../design/catalogue.js';
import {faultRows, type PromiseKind, promises} from '../../design/rows.js';
import {nearest} from '../../language/nearest.js';
import {print} from '../../language/print.js';
import {visible} from '../../language/visible.js';
import {designsMarkdown} from '../../view/designs/markdown.js';
import {designsPage} from '../../view/designs/page.js';
import {storyRows} from '../../view/designs/story.js';
import {designFoot, designHead, designRows, faultRow, headRow, listLegend, listRows} from '../../view/designs/table.js';
import {toAscii} from '../../view/text/ascii.js';
import {type Row, rowText} from '../../view/text/row.js';
import {type ExitCode, exitCode, UnusableInput} from '../exit-code.js';
import {placed} from '../file-position.js';
import type {Io} from '../io.js';
import {writeNew} from '../replay/export-run.js';
import {loadScript} from '../run/load-script.js';
import {play} from '../run/play.js';
import {hasUnknown, judged, type Watch, whyNothingRuns} from './ask.js';
import {cellLines, designLines} from './json.js';

/** What `designs` was asked for. `cell`: as typed, or null; `html`: a file, or null. */
export type DesignsOptions = {
	readonly cell: string | null;
	readonly maxSeconds: number | undefined;
	readonly json: boolean;
	readonly markdown: boolean;
	readonly html: string | null;
};

/** The exit code after the catalogue, one design of it, or a world of the reader's own has been shown. Fails: with UnusableInput where a word names none of them. */
export async function showDesigns(word: string | null, options: DesignsOptions, io: Io): Promise<ExitCode> {
	const {designs} = await import('fence-tutor:designs');
	const cell = options.cell === null ? null : cellNamed(options.cell);
	if (word === null) {
		if (cell !== null) throw new UnusableInput('--cell goes with the name of a design, or with a file.');
		return shown(designs, designs, options, io);
	}
	const own = designs.find(({name}) => name === word.toLowerCase());
	if (own === undefined) {
		if (!(await isFile(word, io))) throw new UnusableInput(noSuchDesign(word, designs));
		return await showFile(word, designs, options, cell, io);
	}
	if (cell !== null) return story(own, cell, designs, io);
	if (io.terminal !== null && !options.json && !options.markdown && options.html === null) {
		const {browseDesign} = await import('../tty/browse-design.js');
		return (await browseDesign(own, designs, null, io, io.terminal)).code as ExitCode;
	}
	return shown([own], designs, options, io);
}

function noSuchDesign(word: string, designs: readonly ProvedDesign[]): string {
	const near = nearest(
		word,
		designs.map(({name}) => name),
	);
	return `There is no design ${visible(word)}. ${near === null ? '"fence-tutor designs" lists them. A file of your own needs a dot or a slash in its name, as ./ours.fence has.' : `Did you mean ${near}?`}`;
}

/** What has a dot or a slash in it is a file, and so is what is there. */
async function isFile(word: string, {cwd}: Io): Promise<boolean> {
	if (word === '-' || /[/\\.]/.test(word)) return true;
	return await stat(resolve(cwd, word)).then(
		() => true,
		() => false,
	);
}

type CellName = {readonly fault: FaultName; readonly promise: PromiseKind};

function cellNamed(text: string): CellName {
	const [fault = '', promise = ''] = text.toLowerCase().split(':');
	const row = rows.find((each) => each === fault);
	const column = promises.find((each) => each === promise);
	if (row === undefined || column === undefined)
		throw new UnusableInput(
			`--cell takes a fault and a promise with a colon between them, and not "${visible(text)}". Faults: ${faultRows.map((each) => each.fault).join(', ')}, none. Promises: ${promises.join(', ')}.`,
		);
	return {fault: row, promise: column};
}

/** The catalogue, or one design, in the form that was asked for. */
function shown(
	some: readonly ProvedDesign[],
	all: readonly ProvedDesign[],
	{json, markdown, html}: DesignsOptions,
	io: Io,
): ExitCode {
	if (json)
		io.stdout.write(
			some.map((design) => designLines(design) + rows.map((row) => cellLines(design, row)).join('')).join(''),
		);
	else if (markdown) io.stdout.write(designsMarkdown(some));
	else if (html !== null) {
		const page = designsPage(some, all);
		io.stdout.write(html === '-' ? page : `${writeNew(html, page, io)}\n`);
	} else if (some === all) write([...listRows(all, io.columns), [], ...listLegend(all, io.columns)], io);
	else {
		for (const design of some)
			write(
				[
					...designHead(design, io.columns),
					[],
					...designRows(design, io.columns),
					[],
					...designFoot(design, io.columns),
				],
				io,
			);
		const [first] = some;
		if (first !== undefined)
			io.stdout.write(`\nThe story of a cell: fence-tutor designs ${first.name} --cell pause:no-stale-write\n`);
	}
	return exitCode.fine;
}

function story(design: ProvedDesign, {fault, promise}: CellName, all: readonly ProvedDesign[], io: Io): ExitCode {
	write(storyRows(design, fault, promise, all, {columns: io.columns, ascii: io.look.ascii}), io);
	return hasUnknown(design) && design.table[fault][promises.indexOf(promise)]?.verdict === 'unknown'
		? exitCode.gaveUp
		: exitCode.fine;
}

function write(lines: readonly Row[], io: Io): void {
	io.stdout.write(lines.map((line) => `${rowText(io.look.ascii ? toAscii(line) : line)}\n`).join(''));
}

/** The same for a world of the reader's own, judged now. */
async function showFile(
	file: string,
	all: readonly ProvedDesign[],
	options: DesignsOptions,
	cell: CellName | null,
	io: Io,
): Promise<ExitCode> {
	const design = await loadDesign(file, options, io);
	if (design === null) return exitCode.unusable;
	const {maxSeconds} = options;
	if (cell !== null) return story(await judged(design, maxSeconds, silent, cell.fault), cell, all, io);
	const isText = !options.json && !options.markdown && options.html === null;
	if (isText && io.terminal !== null) {
		const {browseDesign} = await import('../tty/browse-design.js');
		const end = await browseDesign(design, all, (watch) => judged(design, maxSeconds, watch), io, io.terminal);
		return end.code !== 0 ? (end.code as ExitCode) : codeOf(end.design);
	}
	if (options.json) io.stdout.write(designLines(design));
	if (isText) write([...designHead({...design, table: {} as never}, io.columns), [], headRow(io.columns)], io);
	const found = await judged(design, maxSeconds, isText || options.json ? rowByRow(options.json, io) : silent);
	if (isText) write([[], ...designFoot(found, io.columns)], io);
	else if (!options.json) shown([found], all, options, io);
	return codeOf(found);
}

const silent: Watch = {onProgress: () => {}, onRow: () => {}, isStopped: () => false};

/** Each row as soon as it is there. */
function rowByRow(json: boolean, io: Io): Watch {
	return {
		...silent,
		onRow(design, row) {
			if (json) io.stdout.write(cellLines(design, row));
			else if (row !== 'none') write([faultRow(design, rows.indexOf(row), io.columns)], io);
		},
	};
}

function codeOf(design: ProvedDesign): ExitCode {
	return hasUnknown(design) ? exitCode.gaveUp : exitCode.fine;
}

/** The world of a file as a design without verdicts; null, and told on standard error, where it cannot be used. */
async function loadDesign(file: string, {json}: DesignsOptions, io: Io): Promise<Omit<ProvedDesign, 'table'> | null> {
	const script = await loadScript(file, json, io);
	if (script === null) return null;
	const refusals = [...play(file, script)].filter((entry) => entry.kind === 'refusal');
	for (const refusal of refusals) io.stderr.write(placed(refusal, refusal.sentence));
	if (refusals.length > 0) return null;
	const told = script.statements.filter(({statement}) => !['claim', 'expect', 'faults'].includes(statement.kind));
	const design = {
		name: file,
		title: file,
		source: '',
		leftOut: [],
		script: told.map(({statement}) => print(statement)).join('\n'),
	};
	const why = whyNothingRuns(design);
	if (why !== null) io.stderr.write(placed({file, line: 1, column: 1}, why));
	return why === null ? design : null;
}
