import {build} from './build.js';
import {firstFrame} from './first-frame.js';
import {idle} from './idle.js';
import {keys} from './keys.js';
import {lessonWorlds} from './lesson-worlds.js';
import {longScript} from './long-script.js';
import {npx} from './npx.js';
import {type Row, table} from './row.js';
import {version} from './version.js';
import {inPlace} from './workbench.js';

const measures = {version, firstFrame, keys, idle, npx, longScript, lessonWorlds, build};

const wanted = process.argv.slice(2);

/** A measure that fails is a row that is missing, and it is said why; the others are worth having. */
await inPlace(async (place) => {
	const rows: Row[] = [];
	for (const [name, measure] of Object.entries(measures)) {
		if (wanted.length > 0 && !wanted.includes(name)) continue;
		try {
			rows.push(...(await measure(place)));
		} catch (error) {
			process.exitCode = 1;
			console.error(`${name}: ${error instanceof Error ? error.message : error}`);
		}
	}
	console.log(
		`Node ${process.versions.node}, ${process.platform} ${process.arch}. Ratios are of one run; times differ between machines.\n`,
	);
	console.log(table(rows));
});
