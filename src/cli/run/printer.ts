import {mostAlike} from '../../language/one-cause.js';
import {visible} from '../../language/visible.js';
import type {Told} from '../../view/diagram/plan.js';
import {placed} from '../file-position.js';
import type {Io} from '../io.js';
import {drawn} from './diagram.js';
import {entryLine} from './json.js';
import type {Entry} from './play.js';
import {failures, marksFor, transcript} from './text.js';

/** How a run is printed. */
export type PrintOptions = {readonly json: boolean; readonly diagram: boolean; readonly quiet: boolean};

/** Prints the entries of one file as they come; `close` when there are no more. */
type Printer = {print(entry: Entry): Promise<void>; close(): Promise<void>};

/** A printer for one file; `heading` stands above a transcript when there are several. */
export function openPrinter(heading: string | null, options: PrintOptions, io: Io): Printer {
	const paper = gathered(io);
	const marks = marksFor(io.look);
	const history: Told[] = [];
	/** How often each refusal was told; a file in which one cause refuses a thousand lines says so once. */
	const refused = new Map<string, number>();
	if (heading !== null && !options.json && !options.quiet) paper.add(`${visible(heading)}\n`);
	return {
		async print(entry) {
			if (entry.kind === 'refusal') {
				await paper.flush();
				const before = refused.get(entry.sentence) ?? 0;
				refused.set(entry.sentence, before + 1);
				if (before < mostAlike) io.stderr.write(placed(entry, entry.sentence));
			}
			if (entry.kind === 'end')
				for (const [sentence, count] of refused)
					if (count > mostAlike)
						io.stderr.write(`${visible(entry.file)}: and ${count - mostAlike} more for the same reason: ${sentence}\n`);
			paper.add(options.json ? json(entry, options.quiet) : options.quiet ? failures(entry) : transcript(entry, marks));
			if (options.diagram && !options.json) {
				if (entry.kind === 'step') history.push({moments: entry.moments});
				if (entry.kind === 'end') paper.add(await drawn(history, entry.world.spec, io.columns, io.look.ascii));
			}
			await paper.flushWhenFull();
		},
		close: paper.flush,
	};
}

function json(entry: Entry, quiet: boolean): string {
	const isFailure = entry.kind === 'refusal' || entry.kind === 'end' || (entry.kind === 'expect' && entry.why !== null);
	return quiet && !isFailure ? '' : entryLine(entry);
}

/** Text on its way to standard output, in pieces large enough to be quick. */
function gathered({stdout}: Io) {
	let parts: string[] = [];
	let length = 0;
	const flush = async () => {
		if (length === 0) return;
		stdout.write(parts.join(''));
		parts = [];
		length = 0;
		// A closed pipe is told of between two turns of the event loop, not while this one lasts.
		await new Promise((done) => setImmediate(done));
	};
	return {
		add(text: string) {
			parts.push(text);
			length += text.length;
		},
		flush,
		flushWhenFull: async () => {
			if (length >= piece) await flush();
		},
	};
}

/** Units: UTF-16 units. */
const piece = 65_536;
