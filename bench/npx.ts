import {mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {npm} from '../test/terminal/pack.js';
import {ms, type Row} from './row.js';
import {byTurns} from './sample.js';
import {timeOf, type Workbench} from './workbench.js';

/** Returns how long `npx` takes with nothing in its cache, against a package that holds one line. Neither needs a network. */
export async function npx(place: Workbench): Promise<readonly Row[]> {
	const empty = emptyPackage(place.folder);
	const [ours, floor] = await byTurns(
		5,
		() => cold(place.tarball, 'fence-tutor', place),
		() => cold(empty, 'empty-package', place),
	);
	const size = statSync(place.tarball).size / 1000;
	return [
		{
			what: 'npx, cold, from the tarball',
			measured: ms(ours),
			against: `an empty package: ${ms(floor)}`,
			ratio: ours / floor,
			goal: 1.3,
			before: 3.56,
		},
		{
			what: 'packed',
			measured: `${size.toFixed(0)} kB, 1 package`,
			against: 'goal: 400 kB',
			ratio: size / 400,
			goal: 1,
			before: 1.76,
		},
	];
}

async function cold(tarball: string, name: string, place: Workbench): Promise<number> {
	const cache = mkdtempSync(join(place.folder, 'cache-'));
	const time = await timeOf('npx', ['--yes', '--offline', `--package=${tarball}`, name, '--version'], place, {
		npm_config_cache: cache,
		npm_config_update_notifier: 'false',
	});
	rmSync(cache, {recursive: true, force: true});
	return time;
}

function emptyPackage(folder: string): string {
	const source = join(folder, 'empty-package');
	mkdirSync(source);
	writeFileSync(
		join(source, 'package.json'),
		JSON.stringify({name: 'empty-package', version: '1.0.0', bin: {'empty-package': 'bin.js'}}),
	);
	writeFileSync(join(source, 'bin.js'), '#!/usr/bin/env node\n');
	npm(source, ['pack', '--pack-destination', source]);
	return join(source, readdirSync(source).find((name) => name.endsWith('.tgz')) ?? 'no tarball');
}
