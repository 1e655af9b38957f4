// Would the tests notice? npm run mutants [-- SIM EXPLORE SEED]: samples mutants of src/sim and src/explore (300 and 150 unless said),
// runs for each the tests that reach it, and prints those that no test noticed. Exit code 1 when fewer than 95 % were noticed.
import {spawn, spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join, relative} from 'node:path';
import {inProject} from '../../src/build/project.js';
import {drawMutants, type Mutant, sampleFile} from './sample.js';

const [simCount = '300', exploreCount = '150', seed = '1'] = process.argv.slice(2);
const root = inProject();
const folder = inProject('.build/mutants');
const log = join(folder, 'reached.jsonl');
const vitest = inProject('node_modules/.bin/vitest');
const config = ['--config', inProject('bench/mutants/vitest.config.ts')];
/** A mutant that makes a loop endless is noticed by this. Units: ms. */
const patience = 300_000;

/** What `switch.ts` writes of a test file. Units: ms. */
type Logged = {readonly file: string; readonly ms: number; readonly reached: readonly number[]};
type Verdict = {readonly mutant: Mutant; readonly noticed: boolean; readonly how: string};

const sample = [
	...drawMutants(root, 'src/sim', Number(simCount), Number(seed), 0),
	...drawMutants(root, 'src/explore', Number(exploreCount), Number(seed), Number(simCount)),
];
rmSync(folder, {recursive: true, force: true});
mkdirSync(folder, {recursive: true});
writeFileSync(join(root, sampleFile), JSON.stringify(sample));

console.log(`${sample.length} mutants, seed ${seed}. First all tests once, to see which file reaches which mutant.`);
const first = spawnSync(vitest, ['run', ...config], {
	cwd: root,
	env: {...process.env, MUTANT_LOG: log, MUTANT_WORKERS: '2'},
	encoding: 'utf8',
});
if (first.status !== 0) throw new Error(`The tests fail without a mutant:\n${first.stdout.slice(-3000)}`);
const logged = readFileSync(log, 'utf8')
	.trim()
	.split('\n')
	.map((line) => JSON.parse(line) as Logged)
	.sort((one, other) => one.ms - other.ms);

const verdicts: Verdict[] = [];
const waiting = [...sample];
await Promise.all([work(), work()]);
report();

async function work(): Promise<void> {
	for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
		const verdict = await tryMutant(mutant);
		verdicts.push(verdict);
		const {file, line, shown} = mutant;
		if (!verdict.noticed) console.log(`NOT NOTICED ${file}:${line} ${shown} (${verdict.how})`);
		if (verdicts.length % 25 === 0) console.log(`${verdicts.length} of ${sample.length} tried`);
	}
}

/** The quick files first: most mutants are noticed by one of them. */
async function tryMutant(mutant: Mutant): Promise<Verdict> {
	const files = logged.filter(({reached}) => reached.includes(mutant.number));
	if (files.length === 0) return {mutant, noticed: false, how: 'no test reaches it'};
	const quick = files.slice(0, 8);
	for (const group of [quick, files.slice(8)]) {
		if (group.length > 0 && !(await passes(group, mutant))) return {mutant, noticed: true, how: 'a test fails'};
	}
	return {mutant, noticed: false, how: `${files.length} test files reach it`};
}

function passes(files: readonly Logged[], {number}: Mutant): Promise<boolean> {
	return new Promise((resolve) => {
		const names = files.map(({file}) => relative(root, file));
		const child = spawn(vitest, ['run', '--bail=1', '--silent', '--reporter=dot', ...config, ...names], {
			cwd: root,
			env: {...process.env, MUTANT: String(number), MUTANT_LOG: undefined},
			stdio: 'ignore',
			detached: true,
		});
		const limit = setTimeout(() => {
			if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
		}, patience);
		child.on('exit', (code) => {
			clearTimeout(limit);
			resolve(code === 0);
		});
	});
}

function report(): void {
	for (const part of ['src/sim', 'src/explore']) {
		const own = verdicts.filter(({mutant}) => mutant.file.startsWith(part));
		const noticed = own.filter((verdict) => verdict.noticed).length;
		console.log(
			`${part}: ${noticed} of ${own.length} noticed (${((100 * noticed) / Math.max(1, own.length)).toFixed(1)} %)`,
		);
		if (own.length > 0 && noticed / own.length < 0.95) process.exitCode = 1;
	}
}
