import type {Command} from './command.js';

/** A subcommand's name and how to load it. */
export type Registered = {readonly name: string; readonly load: () => Promise<Command>};

/** The subcommands, in the order that the help shows. */
export const registry: readonly Registered[] = [
	{name: 'learn', load: async () => (await import('./commands/learn.js')).learnCommand},
	{name: 'play', load: async () => (await import('./commands/play.js')).playCommand},
	{name: 'run', load: async () => (await import('./commands/run.js')).runCommand},
	{name: 'explore', load: async () => (await import('./commands/explore.js')).exploreCommand},
	{name: 'designs', load: async () => (await import('./commands/designs.js')).designsCommand},
	{name: 'build', load: async () => (await import('./commands/build.js')).buildCommand},
	{name: 'live', load: async () => (await import('./commands/live.js')).liveCommand},
	{name: 'share', load: async () => (await import('./commands/share.js')).shareCommand},
	{name: 'replay', load: async () => (await import('./commands/replay.js')).replayCommand},
	{name: 'new', load: async () => (await import('./commands/new.js')).newCommand},
	{name: 'preview', load: async () => (await import('./commands/preview.js')).previewCommand},
	{name: 'receipt', load: async () => (await import('./commands/receipt.js')).receiptCommand},
	{name: 'grade', load: async () => (await import('./commands/grade.js')).gradeCommand},
	{name: 'present', load: async () => (await import('./commands/present.js')).presentCommand},
	{name: 'speaker', load: async () => (await import('./commands/speaker.js')).speakerCommand},
	{name: 'check', load: async () => (await import('./commands/check.js')).checkCommand},
	{name: 'list', load: async () => (await import('./commands/list.js')).listCommand},
	{name: 'progress', load: async () => (await import('./commands/progress.js')).progressCommand},
	{name: 'help', load: async () => (await import('./commands/help.js')).helpCommand},
	{name: 'doctor', load: async () => (await import('./commands/doctor.js')).doctorCommand},
	{name: 'completion', load: async () => (await import('./commands/completion.js')).completionCommand},
];

/** What runs when no subcommand is named. */
export const home: Registered = {name: 'home', load: async () => (await import('./commands/home.js')).homeCommand};
