import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {ms, type Row} from './row.js';
import {byTurns} from './sample.js';
import {terminalOf, type Workbench} from './workbench.js';

/** Returns how long the home screen takes to stand, against a Node program that writes as many bytes and nothing else. */
export async function firstFrame(place: Workbench): Promise<readonly Row[]> {
	const plain = join(place.folder, 'plain-write.js');
	writeFileSync(
		plain,
		`process.stdout.write('\\x1b[?1049h' + Array.from({length: 39}, (_, row) => 'row ' + row + ' '.repeat(100)).join('\\r\\n')); setTimeout(() => {}, 60000);\n`,
	);
	const [ours, floor] = await byTurns(
		11,
		() =>
			timeToScreen(place.program, [], place, (screen) => screen.split('\n').filter((row) => row !== '').length > 10),
		() => timeToScreen(process.execPath, [plain], place, (screen) => screen.includes('row 38')),
	);
	return [
		{
			what: 'first frame of the home screen',
			measured: ms(ours),
			against: `plain write: ${ms(floor)}`,
			ratio: ours / floor,
			goal: 2.5,
			before: 9.8,
		},
	];
}

async function timeToScreen(
	program: string,
	typed: readonly string[],
	place: Workbench,
	stands: (screen: string) => boolean,
): Promise<number> {
	const start = performance.now();
	const terminal = terminalOf(program, typed, place);
	try {
		await terminal.shows((screen) => terminal.inAlternateScreen() && stands(screen), 10_000);
		return performance.now() - start;
	} finally {
		terminal.close();
	}
}
