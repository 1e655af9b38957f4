import {createVitest, type TestSpecification, type Vitest} from 'vitest/node';

/** The tests, ready to be run again and again without starting anew. */
export type Tests = {
	/** The paths of all test files. */
	readonly files: readonly string[];
	/** The first of these files that fails, one after another in this order, or null. `mutant`: the one that is meant, or null. */
	readonly firstFailing: (files: readonly string[], mutant: number | null) => Promise<string | null>;
	readonly close: () => Promise<void>;
};

/** Starts the tests of a configuration. `log`: where each file writes which mutants it reaches while none is meant. */
export async function startTests(config: string, log: string): Promise<Tests> {
	let order: readonly string[] = [];
	const vitest: Vitest = await createVitest('test', {
		config,
		watch: false,
		bail: 1,
		silent: true,
		reporters: [{}],
		maxWorkers: 1,
		fileParallelism: false,
		sequence: {
			sequencer: class {
				shard(files: TestSpecification[]): Promise<TestSpecification[]> {
					return Promise.resolve(files);
				}

				sort(files: TestSpecification[]): Promise<TestSpecification[]> {
					const place = ({moduleId}: TestSpecification) => order.indexOf(moduleId);
					return Promise.resolve([...files].sort((one, other) => place(one) - place(other)));
				}
			},
		},
	});
	await vitest.standalone();
	const specifications = new Map(
		(await vitest.globTestSpecifications()).map((specification) => [specification.moduleId, specification]),
	);
	return {
		files: [...specifications.keys()].sort(),
		firstFailing: async (files, mutant) => {
			order = files;
			// Each run has a process of its own, which begins with these.
			process.env['MUTANT'] = String(mutant ?? -1);
			if (mutant === null) process.env['MUTANT_LOG'] = log;
			else delete process.env['MUTANT_LOG'];
			const {testModules, unhandledErrors} = await vitest.runTestSpecifications(
				files.flatMap((file) => specifications.get(file) ?? []),
			);
			const failing = testModules.filter((module) => !module.ok()).map(({moduleId}) => moduleId);
			vitest.state.filesMap.clear();
			process.exitCode = 0;
			const [first] = files.filter((file) => failing.includes(file));
			return first ?? (unhandledErrors.length === 0 ? null : 'no file');
		},
		close: () => vitest.close(),
	};
}
