import {resolve} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {realDiskLater} from '../../progress/disk-later.js';
import {readSpeakerText, type SpeakerView} from '../../session/speaker-notes.js';
import {speakerRows} from '../../view/presenter/speaker-frame.js';
import {rowText} from '../../view/text/row.js';
import {visible} from '../../view/text/visible.js';
import {exitCode, UnusableInput} from '../exit-code.js';
import type {Io} from '../io.js';
import {withSignals} from '../live/with-signals.js';

/** Shows the notes that a presentation writes to a file, until the speaker leaves. A file that is not there yet is waited for. Returns the exit code. Fails: with UnusableInput for a file that holds something else. */
export async function followNotes(file: string, io: Io): Promise<number> {
	const path = resolve(io.cwd, file);
	const look = async (): Promise<SpeakerView | null> => {
		const found = await realDiskLater.read(path);
		if (found.kind === 'absent') return null;
		const view = found.kind === 'text' ? readSpeakerText(found.text) : null;
		if (view === null)
			throw new UnusableInput(
				`${visible(file)} holds no notes of a presentation. They come from: fence-tutor learn zombie --presenter --notes ${visible(file)}`,
			);
		return view;
	};
	const first = await look();
	if (io.terminal !== null) {
		const {showSpeaker} = await import('../tty/show-speaker.js');
		return await showSpeaker(look, first ?? waitingFor(file), io, io.terminal);
	}
	return await withSignals(async (stop) => {
		let last = '';
		while (!stop.aborted) {
			const view = (await look()) ?? waitingFor(file);
			const standing = JSON.stringify(view);
			const rows = speakerRows(view, Date.now(), io.columns - 2).map((row) => `${rowText(row).trimEnd()}\n`);
			if (standing !== last) io.stdout.write(`${last === '' ? '' : '\n'}${rows.join('')}`);
			last = standing;
			await pause(every, undefined, {signal: stop}).catch(() => {});
		}
		return exitCode.fine;
	});
}

function waitingFor(file: string): SpeakerView {
	return {
		talk: {title: 'Waiting for the presentation', minutes: null},
		at: 0,
		slides: 0,
		began: null,
		step: '',
		notes: [`It begins with: fence-tutor learn zombie --presenter --notes ${file}`],
		now: 'nothing yet',
		next: null,
	};
}

/** Units: real ms. */
const every = 200;
