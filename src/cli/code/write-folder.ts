import {type Exercise, exerciseName} from '../../code/exercise.js';
import type {NewFile} from '../write-whole.js';

/** The files of a folder in which all exercises are to be solved. Order: what a reader opens first. */
export function folderFiles(exercises: readonly Exercise[]): readonly NewFile[] {
	return [
		{name: 'README.md', text: readme(exercises)},
		{name: 'jsconfig.json', text: jsconfig},
		{name: 'fence-tutor.d.ts', text: types},
		...exercises.map((exercise) => ({name: `${exerciseName(exercise)}.mjs`, text: startText(exercise)})),
	];
}

/** The file that an exercise begins with: its story and its claim as a comment, and the code to change. */
function startText({number, title, story, claim, lessons, checked, start}: Exercise): string {
	const told = [
		`${String(number).padStart(2, '0')} ${title}`,
		'',
		...story.flatMap((paragraph) => [...wrapped(paragraph), '']),
		...wrapped(`To show: ${claim}`),
		...(lessons.length === 0
			? []
			: ['', `Lessons about it: ${lessons.map((id) => `fence-tutor learn ${id}`).join(', ')}`]),
		`Hints: fence-tutor build ${number} --hint 1`,
	];
	const comment = ['/*', ...told.map((line) => ` * ${line}`.trimEnd()), ' */'].join('\n');
	const type = checked.kind === 'client' ? "/** @type {import('./fence-tutor.js').Client} */\n" : '';
	return `${comment}\n${type}${type === '' ? start : start.replace('export default async function client(', 'const client = async function client(').replace(/\}\n$/, '};\nexport default client;\n')}`;
}

function wrapped(text: string): readonly string[] {
	const lines: string[] = [];
	for (const word of text.split(' ')) {
		const last = lines.at(-1);
		if (last === undefined || last.length + word.length + 1 > 96) lines.push(word);
		else lines[lines.length - 1] = `${last} ${word}`;
	}
	return lines;
}

function readme(exercises: readonly Exercise[]): string {
	const list = exercises.map((each) => `- \`${exerciseName(each)}.mjs\`: ${each.title}. ${each.point}`);
	return `# Your own lock, store and clients

Open a file, write where it says \`// your turn\`, and save. \`fence-tutor build\` in this folder checks what you saved: every schedule of your code, or every sequence of calls.
It shows the shortest that breaks it, with your own line numbers, or says how many there are.

${list.join('\n')}

\`fence-tutor build check 06-advance.mjs\` checks one file without watching; \`--clients 3\` runs it with three clients. The code runs in a simulated world: what it is given is in
\`fence-tutor.d.ts\`, and your editor shows it when you hover.
`;
}

const jsconfig = `${JSON.stringify(
	{
		compilerOptions: {
			target: 'es2022',
			lib: ['es2022'],
			types: [],
			module: 'nodenext',
			moduleResolution: 'nodenext',
			allowImportingTsExtensions: true,
			erasableSyntaxOnly: true,
			checkJs: true,
			strict: false,
			strictNullChecks: true,
			noEmit: true,
		},
		include: ['*.mjs', '*.js', '*.mts', '*.ts'],
	},
	null,
	'\t',
)}\n`;

const types = `declare global {
	/** Shown beside the move in which it was said. */
	const console: Readonly<Record<'log' | 'info' | 'warn' | 'error' | 'debug', (...said: readonly unknown[]) => void>>;
	/** The world's time, in milliseconds. */
	const performance: {now(): number};
	/** Calls a function once so many milliseconds of the world's time have passed. */
	function setTimeout<Given extends unknown[]>(call: (...given: Given) => void, ms?: number, ...given: Given): number;
	/** Calls a function whenever so many milliseconds of the world's time have passed. */
	function setInterval<Given extends unknown[]>(call: (...given: Given) => void, ms?: number, ...given: Given): number;
	function clearTimeout(timer: number | undefined): void;
	function clearInterval(timer: number | undefined): void;
	function queueMicrotask(call: () => void): void;
}

/** What a client is given. */
export type Given = {
	/** The lock service; the first lock where there are several. */
	readonly lock: Lock;
	/** Every lock of this world, by its name: \`locks.one\`. */
	readonly locks: {readonly [name: string]: Lock};
	/** The storage server; the first where there are several. */
	readonly store: Store;
	/** Every store of this world, by its name. */
	readonly stores: {readonly [name: string]: Store};
	/** Waits for so many milliseconds of the world's time. */
	readonly sleep: (ms: number) => Promise<void>;
	/** The client's own name. Code that looks at it has more schedules to search. */
	readonly name: string;
};

/** A client: every schedule of two or more of them is searched. */
export type Client = (given: Given) => Promise<unknown>;

/** A grant of the lock, as the client was told it. */
export type Lease = {
	/** The fencing token: greater than that of every grant before, unless the lock service forgets what it gave. A redlock gives none: then it is null. */
	readonly token: number;
	/** When the lease ends, in milliseconds on the client's own clock. */
	readonly expiresAt: number;
};

export type Lock = {
	/** Waits for so many milliseconds that the lock is granted: the lease, or null when it was not. */
	acquire(options: {readonly ttl?: number; readonly within: number}): Promise<Lease | null>;
	/** Waits until the lock is granted. \`ttl\` in milliseconds; the lock service's own unless given. */
	acquire(options?: {readonly ttl?: number}): Promise<Lease>;
	/** The lease, or null when the lock is held by another. */
	tryAcquire(options?: {readonly ttl?: number}): Promise<Lease | null>;
	/** The lease with its new end, or null when it is not this client's any more. The token stays. */
	renew(lease: Lease, options?: {readonly ttl?: number}): Promise<Lease | null>;
	/** Whether it was this client's to give back. */
	release(lease: Lease): Promise<boolean>;
	/** Whether the lock service says that this client holds the lock: true when it was answered, and perhaps no longer. */
	isMine(lease: Lease): Promise<boolean>;
};

/** What a store answers. A rejected write is an answer; a lost message is an exception. */
export type Answer = {readonly accepted: boolean; readonly reason?: string; readonly version?: number};

export type Store = {
	/** A value, undefined where there is none, and the version: how many writes there were. */
	read(key: string): Promise<{readonly value: any; readonly version: number}>;
	/** Nothing is sent that is not written here: no token, no version, no job. */
	write(
		key: string,
		value: number | string,
		options?: {
			/** The fencing token, for a store that looks at it. */
			readonly token?: number | null;
			/** The write is taken only if the version is still this one, by a store that compares versions. */
			readonly ifVersion?: number;
			/** The name of the job: a store that remembers jobs applies each once. */
			readonly job?: string;
		},
	): Promise<Answer>;
	/** Raises the store's highest token to this one without a write. */
	advance(options?: {readonly token?: number | null}): Promise<Answer>;
};
`;
