/** A file of the package, and the modules that it is made of. */
type Chunk = {readonly name: string; readonly test: RegExp; readonly priority: number};

/**
 * What is loaded together is one file. Order: a module goes to the first that names it, or that holds a module which needs it; so what comes first is what the rest is built on,
 * and no file needs one that comes after it until something of that one is asked for.
 */
const files: readonly (readonly [name: string, ...modules: readonly RegExp[]])[] = [
	// What every subcommand needs.
	[
		'main',
		/\/src\/cli\/(?:main|program|registry|command|read-arguments|process-io|ask-yes|read-source|file-position|wrapped|named-files|commands\/home)\.ts$/,
		/\/src\/view\/text\/|\/src\/lesson\/pack\.ts$|\/src\/narrate\/counted\.ts$|\/node_modules\/env-paths\/|^\0?rolldown\/runtime/,
	],
	// What has been done, and where that is kept.
	['list', /\/src\/progress\/(?!hand-in)|\/src\/cli\/(?:commands\/list|learn\/list-lessons|learner-store)\.ts$/],
	// The first frame of the home screen, which stands before anything that answers a key is loaded.
	[
		'home',
		/\/src\/cli\/(?:learn\/home|tty\/first-frame)\.ts$/,
		/\/node_modules\/(?:ansi-styles|chalk|@alcalzone|is-fullwidth-code-point|wrap-ansi)\//,
	],
	// `run`, with all that a script can say and come to.
	[
		'world',
		/\/src\/sim\/|\/src\/cli\/(?:run|report)\/|\/src\/cli\/commands\/run\.ts$|\/src\/explore\/reach\/quest\.ts$/,
	],
	// What is said in words, and what a receipt, a shared run and the check of code have in common.
	[
		'words',
		/\/src\/(?:language|narrate(?!\/promela))\//,
		/\/node_modules\/@noble\/|\/src\/(?:session\/(?:course|record)|share\/digest|cli\/receipt\/receipt-name)\.ts$/,
	],
	['explorer', /\/src\/explore\/|\/src\/cli\/explore\/(?!explore-here|promela)|\/src\/cli\/commands\/explore\.ts$/],
	// The model of a world for SPIN, which is asked for by its name only.
	['promela', /\/src\/(?:narrate|cli\/explore)\/promela/],
	['ink', /\/node_modules\/ink\/|\/src\/cli\/tty\/open-ink\.tsx$/],
	['screens', /\/src\/cli\/(?:tty\/open-screens|learn\/library)\.ts$/],
	['commands', /\/src\/cli\/(?:commands\/|completion-script|help-text)|\/src\/progress\/hand-in/],
	['yargs', /\/node_modules\/yargs\//],
	// The reader of other people's lessons, and the check.
	['authors', /\/node_modules\/yaml\/|\/src\/lesson\/|\/src\/cli\/(?:check\/|read-lesson-files)/],
	// Not the process that judges, which is a program of its own: what it does when it begins would be done by whoever loads this.
	['code', /\/src\/(?:code|cli\/code\/(?!build\.ts|open-judge|judge\.ts)|session\/exercise-proof)|fence-tutor:realm$/],
	['plain', /\/src\/(?:session|share|help|view)\/|\/src\/cli\/(?:plain\/|explore\/explore-here)/],
	['live', /\/src\/(?:live|cli\/live)\/|fence-tutor:live-stories$/],
	// What is written for others: a run, a page, the table of designs.
	['share', /\/src\/cli\/(?:replay\/|designs\/|help-about)|fence-tutor:designs$/],
	// What takes a look into the lessons' own files.
	['course', /\/src\/cli\/(?:keep-progress|new-lesson)\.ts$/],
	['workshop', /\/src\/cli\/(?:receipt|learn|tty|code\/(?:build|open-judge)\.ts)/],
];

export const chunks: readonly Chunk[] = files.map(([name, ...modules], index) => ({
	name,
	test: new RegExp(modules.map(({source}) => source).join('|')),
	priority: files.length - index,
}));
