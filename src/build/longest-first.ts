import {relative} from 'node:path';
import {BaseSequencer, type TestSpecification} from 'vitest/node';
import {inProject} from './project.js';

/** The files that take long, whatever their length tells. Order: the longest first. One that is missing here is only begun later. */
const long = [
	'test/terminal/exits.test.ts',
	'test/terminal/lessons.test.ts',
	'test/terminal/guides.test.ts',
	'test/terminal/screens.test.ts',
	'test/terminal/package.test.ts',
	'test/terminal/supply.test.ts',
	'test/explore/exact.test.ts',
	'test/explore/walks.test.ts',
	'test/explore/truths.test.ts',
	'test/explore/spin.test.ts',
	'test/narrate/promela/promela.test.ts',
	'test/explore/random-worlds.test.ts',
	'test/cli/code/exercises.test.ts',
	'test/cli/code/random-programs.test.ts',
	'test/cli/code/hostile.test.ts',
	'test/explore/stories.test.ts',
	'test/view/diagram/truth.test.ts',
	'test/view/screens/painter.test.ts',
	'test/view/screens/never-frozen.test.ts',
	'test/sim/laws.test.ts',
	'test/generated/random-scripts.test.ts',
	'test/session/explorer/answer.test.ts',
	'test/progress/large-file.test.ts',
	'test/kept/kept.test.ts',
	'test/view/diagram/properties.test.ts',
	'test/cli/code/receipt.test.ts',
];

/** Runs whole projects one after the other, so that a worker keeps what it has imported, and in each the longest files first, so that no core is idle at the end. */
export class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const usual = await super.sort(files);
		const place = ({project, moduleId}: TestSpecification) => {
			const at = long.indexOf(relative(inProject(), moduleId));
			return (project.name === 'terminal' ? 0 : 1000) + (at < 0 ? long.length : at);
		};
		return usual.toSorted((one, other) => place(one) - place(other));
	}
}
