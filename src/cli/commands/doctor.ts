import {accessSync, constants, existsSync} from 'node:fs';
import {dirname, sep} from 'node:path';
import {fileURLToPath} from 'node:url';
import {visible} from '../../language/visible.js';
import {command} from '../command.js';
import {exitCode} from '../exit-code.js';
import type {Io} from '../io.js';

/** `fence-tutor doctor`: what this terminal can do and why, where the files are, and what to do when something looks wrong. */
export const doctorCommand = command({
	name: 'doctor',
	summary: 'Say what this terminal can do and why, and where the files are',
	usage: '',
	options: {},
	examples: [
		{line: 'fence-tutor doctor', about: 'when something looks wrong'},
		{line: 'fence-tutor doctor --no-color', about: 'what an option changes'},
	],
	async run(_given, io) {
		io.stdout.write([versions(io), screen(io), await files(io), advice].join('\n'));
		return exitCode.fine;
	},
});

function versions(io: Io): string {
	return rows([
		['fence-tutor', io.version],
		['Node', process.versions.node],
		['system', `${process.platform} ${process.arch}`],
	]);
}

function screen(io: Io): string {
	const {terminal, look, because} = io;
	return rows([
		['screen', `${terminal === null ? 'line mode' : 'full screen'}, because ${because.screen}`],
		['size', terminal === null ? `${io.columns} columns` : sizeOf(terminal.stdout.columns, terminal.stdout.rows)],
		['characters', `${look.ascii ? 'ASCII' : 'UTF-8'}, because ${because.ascii}`],
		['colours', `${colorNames[look.colors]}, because ${because.colors}`],
		['motion', `${look.motion ? 'on' : 'off'}, because ${because.motion}`],
		['sample', look.ascii ? '|-- acquire -->| #' : '├── acquire ──►│ ┃ ║ ░ ╎ ✓ ✗ ▸'],
	]);
}

async function files(io: Io): Promise<string> {
	const [{chosenFolder, stateFolder}, {openProgress}] = await Promise.all([
		import('../../progress/folder.js'),
		import('../../progress/store.js'),
	]);
	const remark = chosenFolder(io.env)?.remark ?? null;
	const {path} = openProgress(await stateFolder(io.env));
	return rows([
		[
			'progress',
			path === null ? 'kept in memory only, because there is no home folder. Set FENCE_TUTOR_HOME to a folder' : path,
		],
		...(path === null ? [] : [['', stateOf(path)] as const]),
		...(remark === null ? [] : [['', remark] as const]),
		['program', fileURLToPath(new URL('..', import.meta.url))],
	]);
}

/** Looks and changes nothing: the file that is not there yet can be written where its nearest folder can. */
function stateOf(path: string): string {
	const there = existsSync(path);
	try {
		accessSync(there ? path : `${nearestFolder(dirname(path))}${sep}`, constants.R_OK | constants.W_OK);
		return there ? 'is there, and can be written' : 'is not there yet, and can be written';
	} catch {
		return 'cannot be written: lessons work, and progress lasts until the program ends. Set FENCE_TUTOR_HOME to another folder';
	}
}

function nearestFolder(folder: string): string {
	const parent = dirname(folder);
	return existsSync(folder) || parent === folder ? folder : nearestFolder(parent);
}

function sizeOf(columns: number, height: number): string {
	const said = `${columns} columns, ${height} rows`;
	return columns < 60 || height < 20 ? `${said}: too small for the full screen, which needs 60 by 20` : said;
}

function rows(table: readonly (readonly [string, string])[]): string {
	return table.map(([name, value]) => `${name.padEnd(13)}${visible(value)}\n`).join('');
}

const colorNames = ['none', '16', '256', '16 million'] as const;

const advice = `If something looks wrong:
  boxes, question marks or crooked columns    add --ascii, or set LANG to a UTF-8 locale; some terminals
                                              draw lines twice as wide in Chinese, Japanese or Korean
  colours that are hard to read               add --no-color, or set NO_COLOR=1
  things that move                            add --no-motion, or set NO_MOTION=1
  a screen reader, or a screen in disorder    add --plain
`;
