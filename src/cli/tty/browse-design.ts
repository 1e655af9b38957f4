import {openTable, type ProvedDesign} from '../../design/catalogue.js';
import {type Browse, browseFrame, browseKey} from '../../view/designs/browse.js';
import type {Room} from '../../view/screens/frame.js';
import type {Watch} from '../designs/ask.js';
import type {Io, Terminal} from '../io.js';
import {showFrames} from './show-frames.js';

/** Judges a design while it is shown, or null where everything is known. */
type Judge = ((watch: Watch) => Promise<ProvedDesign>) | null;

/** A design on the full screen until the reader leaves. Returns the exit code, and the design with what was found out about it meanwhile. */
export async function browseDesign(
	design: Omit<ProvedDesign, 'table'> | ProvedDesign,
	all: readonly ProvedDesign[],
	judge: Judge,
	io: Io,
	terminal: Terminal,
): Promise<{readonly code: number; readonly design: ProvedDesign}> {
	let known: ProvedDesign = 'table' in design ? design : {...design, table: openTable()};
	const code = await showFrames({io, terminal}, (screen) => {
		let isStopped = false;
		let browse: Omit<Browse, 'size' | 'ascii' | 'colorless'> = {
			design: known,
			all,
			at: {fault: 0, promise: 0},
			pane: null,
			judging: judge === null ? null : '',
		};
		const show = (change: Partial<Browse>): void => {
			browse = {...browse, ...change};
			known = browse.design;
			screen.draw();
		};
		const watch: Watch = {
			onProgress: (judging) => show({judging}),
			onRow: (found) => show({design: found}),
			isStopped: () => isStopped,
		};
		if (judge !== null)
			setImmediate(() =>
				judge(watch).then(
					(found) => show({design: found, judging: null}),
					(error: unknown) => screen.end({kind: 'crash', error}),
				),
			);
		return {
			frame: (room) => browseFrame(inRoom(browse, room)),
			onKey(key, room) {
				const chord = key.kind === 'press' ? key.chord : key.kind === 'text' ? key.text.toLowerCase() : '';
				if (chord === 'escape' && browse.pane === null) isStopped = true;
				else browse = browseKey(inRoom(browse, room), chord);
			},
			left() {
				isStopped = true;
				return '';
			},
		};
	});
	return {code, design: known};
}

function inRoom(
	browse: Omit<Browse, 'size' | 'ascii' | 'colorless'>,
	{columns, rows, ascii, colorless = false}: Room,
): Browse {
	return {...browse, size: {columns, rows: rows + 1}, ascii, colorless};
}
