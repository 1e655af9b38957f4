import {stat} from 'node:fs/promises';
import {resolve} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {reasonOf} from '../../progress/disk.js';
import {keyOf, workshopIn} from '../../progress/folder.js';
import {type RoomView, roomRows} from '../../view/presenter/room-table.js';
import {rowText} from '../../view/text/row.js';
import {visible} from '../../view/text/visible.js';
import {type ExitCode, exitCode, UnusableInput} from '../exit-code.js';
import {fileReason} from '../file-reason.js';
import type {Io} from '../io.js';
import {jsonLine} from '../json-line.js';
import {withSignals} from '../live/with-signals.js';
import {betJsonLines} from './bet-lines.js';
import {type Collected, openCollection} from './collect.js';

/** What was typed after `present`. */
type Asked = {
	readonly collect: string | undefined;
	readonly key: string | undefined;
	readonly once: boolean;
	readonly json: boolean;
};

/** Shows who is where in a workshop until the presenter ends it. Returns the exit code. Fails: with UnusableInput where there is no such folder. */
export async function presentRoom({collect, key, once, json}: Asked, io: Io): Promise<number> {
	if (collect === undefined)
		throw new UnusableInput(
			'Say which folder the learners write to: fence-tutor present --collect DIR. Slides are another thing: fence-tutor learn zombie --presenter',
		);
	if (json && !once)
		throw new UnusableInput('--json goes with --once: fence-tutor present --collect DIR --once --json');
	const folder = resolve(io.cwd, collect);
	const isFolder = await stat(folder).then(
		(found) => found.isDirectory(),
		() => false,
	);
	if (!isFolder)
		throw new UnusableInput(
			`There is no folder ${visible(collect)}. Make it first, where everybody in the workshop can write to it.`,
		);
	const [{lessons}, {exercises}] = await Promise.all([import('fence-tutor:lessons'), import('fence-tutor:exercises')]);
	const workshop = workshopIn(io.env);
	const collection = openCollection(folder, {lessons, exercises}, {workshop, key: keyOf(key, io.env)});
	const title = workshop === null ? 'The workshop' : `The workshop ${workshop}`;
	let last: Collected | null = null;
	const look = async (): Promise<RoomView> => {
		const now = Date.now();
		// A share that is gone for a moment must not take the table off the wall.
		const found: Collected | string = await collection.look(now).catch((error: unknown) => {
			if (last === null) throw new UnusableInput(`${visible(collect)} cannot be read: ${fileReason(error)}`);
			return `The folder cannot be read now: ${reasonOf(error)}. What you see is from before.`;
		});
		if (typeof found !== 'string') last = found;
		const {attendants, unusable} = typeof found === 'string' ? (last ?? {attendants: [], unusable: []}) : found;
		const remark = typeof found === 'string' ? found : remarkOn(unusable);
		return {title, folder: collect, attendants, remark, lessons, now, shown: 'people', scroll: 0};
	};
	if (once) return await printOnce(await look(), json, io);
	if (io.terminal === null) return await printChanges(look, io);
	const {showRoomTable} = await import('../tty/show-room-table.js');
	return await showRoomTable(look, io, io.terminal);
}

function remarkOn(unusable: Collected['unusable']): string | null {
	const [first, ...more] = unusable;
	if (first === undefined) return null;
	return `${first.file}: ${first.sentence}${more.length === 0 ? '' : ` And ${more.length} more like it.`}`;
}

async function printOnce(view: RoomView, json: boolean, io: Io): Promise<ExitCode> {
	io.stdout.write(json ? jsonOf(view) : textOf(view, io));
	return exitCode.fine;
}

/** For a pipe or a screen reader: everything again whenever something has changed. */
async function printChanges(look: () => Promise<RoomView>, io: Io): Promise<number> {
	return await withSignals(async (stop) => {
		let last = '';
		while (!stop.aborted) {
			const view = await look();
			// Minutes go by without anybody having done anything.
			const standing = JSON.stringify([view.attendants, view.remark]);
			if (standing !== last) io.stdout.write(`${last === '' ? '' : '\n'}${textOf(view, io)}`);
			last = standing;
			await pause(every, undefined, {signal: stop}).catch(() => {});
		}
		return exitCode.fine;
	});
}

function textOf(view: RoomView, {columns}: Io): string {
	const rows = roomRows(view, columns).map((row) => `${rowText(row).trimEnd()}\n`);
	return `${rows.join('')}${view.remark === null ? '' : `\n${visible(view.remark)}\n`}`;
}

function jsonOf({attendants, lessons, now}: RoomView): string {
	const people = attendants.map(({name, here, grade, since}) =>
		jsonLine({
			type: 'learner',
			name,
			lesson: here?.lesson ?? null,
			step: here === null ? null : here.step + 1,
			seconds: Math.max(0, Math.round((now - since) / 1000)),
			solved: grade.lessons.reduce((sum, {solved}) => sum + solved, 0),
		}),
	);
	const grades = attendants.map(({grade}) => grade);
	return `${people.join('')}${betJsonLines(grades, lessons)}`;
}

/** Units: real ms. */
const every = 500;
