import {command} from '../command.js';
import {UnusableInput} from '../exit-code.js';
import {formatOf, formatOption, openReport} from '../report/report.js';

/** `fence-tutor explore`: every schedule of a world's programs, and the shortest one that breaks what is claimed. */
export const exploreCommand = command({
	name: 'explore',
	summary: 'Search every schedule of a world, and tell the shortest that breaks a claim',
	usage: 'FILE...',
	options: {
		fact: {
			kind: 'texts',
			value: 'FACT',
			about: 'look for a schedule that makes this fact true, in place of the claims of the file',
		},
		'max-states': {kind: 'number', value: 'N', about: 'give up after this many states (1,000,000 unless you say so)'},
		'max-bytes': {
			kind: 'number',
			value: 'N',
			about: 'give up when the search needs this many bytes of memory (512 MiB unless you say so)',
		},
		'max-seconds': {kind: 'number', value: 'S', about: 'give up after this many seconds'},
		prompt: {
			kind: 'flag',
			about:
				'only schedules in which a client that has begun goes on as soon as it can, unless a fault keeps it from that',
		},
		json: {kind: 'flag', about: 'print one JSON object a claim, for other programs'},
		format: formatOption,
		diagram: {kind: 'flag', about: 'draw each schedule that is found'},
		as: {
			kind: 'text',
			value: 'promela',
			choices: ['promela'],
			about: 'write the world and its claims as a model for SPIN, and search nothing',
		},
	},
	examples: [
		{line: 'fence-tutor explore world.fence', about: 'every claim of the file'},
		{line: "fence-tutor explore world.fence --fact 'stale-write on raw'", about: 'can this ever become true?'},
		{line: 'fence-tutor explore world.fence --diagram', about: 'with each schedule as a diagram'},
		{line: 'fence-tutor explore world.fence --json', about: 'for another program'},
		{line: 'fence-tutor explore world.fence --as promela >world.pml', about: 'for SPIN, which counts the same states'},
		{
			line: 'fence-tutor explore --format github *.fence',
			about: 'in a workflow: a claim that breaks is shown at its line',
		},
	],
	async run({words, options}, io) {
		const format = formatOf(options);
		if (options.as !== undefined && (words.length > 1 || format !== 'text' || options.diagram))
			throw new UnusableInput('--as promela writes one file, and goes with no other form of answer.');
		const {exploreFiles} = await import('../explore/explore-files.js');
		const {wrappedOnTerminal} = await import('../wrapped.js');
		const {fittingFiles} = await import('../named-files.js');
		return await exploreFiles(
			await fittingFiles(words, io.cwd),
			{
				facts: options.fact,
				maxStates: options['max-states'],
				maxBytes: options['max-bytes'],
				maxSeconds: options['max-seconds'],
				prompt: options.prompt,
				json: format === 'json',
				diagram: options.diagram,
				as: options.as,
			},
			format === 'text' ? wrappedOnTerminal(io) : io,
			openReport(format, io),
		);
	},
});
