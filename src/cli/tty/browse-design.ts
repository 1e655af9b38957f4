import chalk from 'chalk';
import {openTable, type ProvedDesign} from '../../design/catalogue.js';
import {type Browse, browseFrame, browseKey} from '../../view/designs/browse.js';
import type {Key} from '../../view/prompt/key.js';
import type {Watch} from '../designs/ask.js';
import type {Io, Terminal} from '../io.js';
import {themeOfTerminal} from './ask-background.js';
import {codeOf} from './endings.js';
import {openFullScreen} from './full-screen.js';
import {isQuit} from './quit-key.js';

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
	chalk.level = io.look.colors;
	const {theme, ...background} = themeOfTerminal(io);
	let known: ProvedDesign = 'table' in design ? design : {...design, table: openTable()};
	const ending = await openFullScreen(terminal, (screen, size) => {
		let isStopped = false;
		let browse: Browse = {
			design: known,
			all,
			at: {fault: 0, promise: 0},
			pane: null,
			size,
			ascii: io.look.ascii,
			colorless: io.look.colors === 0,
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
		const press = (key: Key): void => {
			const chord = key.kind === 'press' ? key.chord : key.kind === 'text' ? key.text.toLowerCase() : '';
			if (isQuit(key)) screen.end({kind: 'quit'});
			else if (chord === 'escape' && browse.pane === null) isStopped = true;
			else browse = browseKey(browse, chord);
		};
		return {
			view: () => ({frame: browseFrame(browse), theme: theme()}),
			cursor: () => null,
			...background,
			onKeys(keys) {
				for (const key of keys) press(key);
				screen.draw();
			},
			onSize(next) {
				browse = {...browse, size: next};
			},
			async onEnd() {
				isStopped = true;
				return '';
			},
		};
	});
	if (ending.kind === 'crash')
		io.stderr.write(
			`fence-tutor has broken down. That is our mistake, not yours. Please report this:\n${String(ending.error)}\n`,
		);
	return {code: codeOf(ending), design: known};
}
