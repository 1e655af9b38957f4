import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {ms, type Row} from './row.js';
import {median} from './sample.js';
import {timeOf, type Workbench} from './workbench.js';

/** Returns how long `run` takes for the longest script there may be, and how its memory grows with the history. */
export async function longScript(place: Workbench): Promise<readonly Row[]> {
	const [half, whole] = [5_000, 10_000].map((lines) => scriptOf(lines, place));
	const times: number[] = [];
	for (let turn = 0; turn < 5; turn++) times.push(await timeOf(place.program, ['run', whole ?? ''], place));
	const growth = memoryOf(whole ?? '', place) / memoryOf(half ?? '', place);
	return [
		{
			what: 'run of 10,000 lines',
			measured: ms(median(times)),
			against: 'goal: 1000 ms',
			ratio: median(times) / 1000,
			goal: 1,
		},
		{
			what: 'its memory at the most',
			measured: `${memoryOf(whole ?? '', place).toFixed(0)} MB`,
			against: 'that of 5,000 lines',
			ratio: growth,
			goal: 2,
		},
	];
}

/** Two clients take the lock by turns and write. */
function scriptOf(lines: number, {folder}: Workbench): string {
	const file = join(folder, `${lines}.fence`);
	const setup = [
		'client A',
		'client B',
		'lock account lease ttl 10s',
		'store raw unfenced',
		'store safe fenced',
		'put account balance=100',
		'# The turns.',
		'',
	];
	const turn = (client: string) => [
		`${client} acquire`,
		`${client} read account`,
		`${client} write account balance+=1`,
		`${client} release`,
		'wait 1s',
	];
	const turns = Array.from({length: Math.ceil(lines / 5)}, (_, index) => turn(index % 2 === 0 ? 'A' : 'B')).flat();
	writeFileSync(file, `${[...setup, ...turns].slice(0, lines).join('\n')}\n`);
	return file;
}

/** Units: MB of the process at its largest, without those of a Node that does nothing. */
function memoryOf(file: string, {program, env, folder}: Workbench): number {
	const report =
		'data:text/javascript,process.on("exit",()=>process.stderr.write(String(process.resourceUsage().maxRSS)))';
	const script = `const {spawnSync} = require('node:child_process'); process.stdout.write(spawnSync(process.argv[1], process.argv.slice(2), {stdio: ['ignore', 'ignore', 'pipe']}).stderr)`;
	const size = (typed: readonly string[]) =>
		Number(
			execFileSync(process.execPath, ['-e', script, process.execPath, `--import=${report}`, ...typed], {
				env: {...env},
				cwd: folder,
				encoding: 'utf8',
			}),
		) / 1024;
	return size([program, 'run', file]) - size(['-e', '0']);
}
