import {spawn} from 'node:child_process';
import {basename} from 'node:path';

/** A learner's editor: the words that open a file at a line, and whether it takes the terminal. */
type Editor = {readonly words: readonly string[]; readonly takesTerminal: boolean};

/** The editor that the environment names, or null. `VISUAL` goes before `EDITOR`; words after the program's name are kept. */
export function editorOf(env: Readonly<Record<string, string | undefined>>, path: string, line: number): Editor | null {
	const words = (env['VISUAL']?.trim() || env['EDITOR']?.trim() || '').split(/\s+/).filter(Boolean);
	const [program] = words;
	if (program === undefined) return null;
	const name = basename(program).replace(/\.(?:exe|cmd)$/i, '');
	const takesTerminal = !withWindow.has(name);
	if (/^(?:code|code-insiders|codium|vscodium|cursor)$/.test(name))
		return {words: [...words, '--goto', `${path}:${line}`], takesTerminal};
	if (/^(?:subl|zed|hx|helix)$/.test(name)) return {words: [...words, `${path}:${line}`], takesTerminal};
	if (/^(?:idea|webstorm)$/.test(name)) return {words: [...words, '--line', String(line), path], takesTerminal};
	if (knowsPlus.test(name)) return {words: [...words, `+${line}`, path], takesTerminal};
	return {words: [...words, path], takesTerminal};
}

/** Why the editor could not be opened, or null once it is over; one with a window of its own is not waited for. */
export async function runEditor({words, takesTerminal}: Editor, cwd: string): Promise<string | null> {
	const [program = '', ...rest] = words;
	return await new Promise((over) => {
		const shape = {cwd, stdio: takesTerminal ? 'inherit' : 'ignore', detached: !takesTerminal} as const;
		// On Windows many editors are begun by a .cmd, which only the shell can run. Source: Node's documentation of child_process.
		const editor =
			process.platform === 'win32'
				? spawn(words.map((word) => `"${word}"`).join(' '), {...shape, shell: true})
				: spawn(program, rest, shape);
		editor.on('error', (error) => over(error.message));
		if (takesTerminal) editor.on('exit', () => over(null));
		else
			editor.on('spawn', () => {
				editor.unref();
				over(null);
			});
	});
}

const withWindow: ReadonlySet<string> = new Set([
	'code',
	'code-insiders',
	'codium',
	'vscodium',
	'cursor',
	'subl',
	'zed',
	'idea',
	'webstorm',
	'gedit',
	'kate',
	'gvim',
]);

const knowsPlus = /^(?:vi|vim|nvim|gvim|view|nano|pico|micro|emacs|emacsclient|joe|jed|mg|kak|ne|gedit)$/;
