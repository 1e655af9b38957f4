import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {inProject} from '../src/build/project.js';
import {plainEnvironment} from '../test/terminal/plain-environment.js';
import {runInTerminal} from '../test/terminal/run-in-terminal.js';
import {screenSvg} from './screen-svg.js';

// The picture in the README, from the built program in a real terminal: npm run picture
const home = mkdtempSync(join(tmpdir(), 'fence-tutor-picture-'));
const env = {...plainEnvironment(home), COLORTERM: 'truecolor', FENCE_TUTOR_HOME: home};
const terminal = runInTerminal({
	program: inProject('bin/fence-tutor.js'),
	typed: ['play', '--no-motion'],
	env,
	cwd: home,
	columns: 100,
	rows: 34,
});
const lines: readonly (readonly [line: string, shows: string])[] = [
	['A acquire; A read', 'granted 33'],
	['A pause', 'paused'],
	['wait 11s', 'expired'],
	['B acquire; B write balance=80', 'granted 34'],
	['A resume', 'resumes'],
	['A write balance-=10', '33 < 34'],
];

await terminal.shows('sandbox');
for (const [line, shown] of lines) {
	terminal.type(`${line}\r`);
	await terminal.shows(shown);
}
writeFileSync(
	inProject('docs/screen.svg'),
	screenSvg(
		terminal.display,
		'The sandbox of fence-tutor: the store without a fence takes a stale write, the store with one refuses it',
	),
);
terminal.close();
rmSync(home, {recursive: true, force: true});
