import type {Runner} from '../../../src/code/ask.js';
import {type CodeFinding, type CodeLimits, startCodeExploration} from '../../../src/code/explore-code.js';
import {scheduleScript} from '../../../src/code/schedule-script.js';
import type {Fact} from '../../../src/sim/fact.js';
import type {Statement} from '../../../src/sim/statement.js';
import type {World} from '../../../src/sim/world.js';

/** What the search of every schedule of code came to, how many moves its schedule has (null: there is none), and its statements. */
export type Searched = {
	readonly found: CodeFinding;
	readonly moves: number | null;
	readonly script: readonly Statement[];
};

/** The search to its end. */
export function searched(runner: Runner, world: World, fact: Fact, limits?: CodeLimits): Searched {
	const exploration = startCodeExploration(runner, world, fact, limits);
	let found = exploration.advance(1000);
	while (found === null) found = exploration.advance(1000);
	const script = scheduleScript(world, found.schedule).flatMap(({done}) => done.map(({statement}) => statement));
	return {found, moves: found.kind === 'found' ? found.schedule.length : null, script};
}
