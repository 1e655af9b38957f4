import type {Lesson} from '../../lesson/lesson.js';
import type {ProgressStore} from '../../progress/store.js';
import {openSandbox} from '../../session/open.js';
import type {Tree} from '../../session/session.js';
import {exitCode} from '../exit-code.js';
import type {Io} from '../io.js';
import {converse, isTerminal} from './converse.js';
import {plainShell} from './shell.js';

/** The exit code after the sandbox in line mode: whatever is typed there, it cannot fail. `tree`: the world of a script; null: the sandbox's own. */
export async function playPlainly(
	io: Io,
	tree: Tree | null,
	lessons: readonly Lesson[],
	store: ProgressStore,
): Promise<number> {
	const resumable = isTerminal(io.stdin);
	await converse(
		io,
		tree === null ? openSandbox() : openSandbox(tree),
		plainShell({io, lessons, store, resumable, open: () => openSandbox()}),
	);
	return exitCode.fine;
}
