import {createVitest, type TestSpecification, type Vitest} from 'vitest/node';

/** The tests, ready to be run again and again without starting anew. */
export type Tests = {
	/** The paths of all test files. */
	readonly files: readonly string[];
	/** Whether these files pass, one after another in this order, up to the first failure. `mutant`: the one that is meant, or null. */
	readonly pass: (files: readonly string[], mutant: number | null) => Promise<boolean>;
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
		pass: async (files, mutant) => {
			order = files;
			// Each run has a process of its own, which begins with these.
			process.env['MUTANT'] = String(mutant ?? -1);
			if (mutant === null) process.env['MUTANT_LOG'] = log;
			else delete process.env['MUTANT_LOG'];
			const {testModules, unhandledErrors} = await vitest.runTestSpecifications(
				files.flatMap((file) => specifications.get(file) ?? []),
			);
			const passes = unhandledErrors.length === 0 && testModules.every((module) => module.ok());
			vitest.state.filesMap.clear();
			process.exitCode = 0;
			return passes;
		},
		close: () => vitest.close(),
	};
}
