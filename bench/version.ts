import {ms, type Row} from './row.js';
import {byTurns} from './sample.js';
import {timeOf, type Workbench} from './workbench.js';

/** Returns how long `--version` takes against a Node that does nothing. */
export async function version(place: Workbench): Promise<readonly Row[]> {
	const [ours, floor] = await byTurns(
		21,
		() => timeOf(place.program, ['--version'], place),
		() => timeOf(process.execPath, ['-e', '0'], place),
	);
	return [
		{
			what: 'fence-tutor --version',
			measured: ms(ours),
			against: `node -e 0: ${ms(floor)}`,
			ratio: ours / floor,
			goal: 1.3,
		},
	];
}
