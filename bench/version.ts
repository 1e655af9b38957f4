import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {ms, type Row} from './row.js';
import {byTurns} from './sample.js';
import {timeOf, type Workbench} from './workbench.js';

/** What a subcommand takes, against a Node that does nothing. */
type Small = {readonly typed: readonly string[]; readonly goal: number; readonly before: number};

const small: readonly Small[] = [
	{typed: ['--version'], goal: 1.1, before: 1.06},
	{typed: ['--help'], goal: 1.5, before: 6.26},
	{typed: ['list'], goal: 1.6, before: 5.61},
	{typed: ['run', 'small.fence'], goal: 1.6, before: 5.24},
];

/** Returns how long the subcommands take that do next to nothing. */
export async function version(place: Workbench): Promise<readonly Row[]> {
	writeFileSync(join(place.folder, 'small.fence'), 'client A\nlock account lease ttl 10s\nA acquire account\n');
	const rows: Row[] = [];
	for (const {typed, goal, before} of small) {
		const [ours, floor] = await byTurns(
			21,
			() => timeOf(place.program, typed, place),
			() => timeOf(process.execPath, ['-e', '0'], place),
		);
		rows.push({
			what: `fence-tutor ${typed.join(' ')}`,
			measured: ms(ours),
			against: `node -e 0: ${ms(floor)}`,
			ratio: ours / floor,
			goal,
			before,
		});
	}
	return rows;
}
