import {homedir, userInfo} from 'node:os';
import {isAbsolute, join, normalize, resolve} from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder for the learner's state, absolute, or null where the platform has none to offer (no home, for one).
 * `FENCE_TUTOR_HOME` decides when it is set. Else it is the platform's place for state: `$XDG_STATE_HOME` or `~/.local/state` on Linux, Application Support on
 * macOS, the local application data on Windows. A workshop, named by `FENCE_TUTOR_WORKSHOP`, has a folder of its own in it.
 */
export async function stateFolder(env: Environment): Promise<string | null> {
	const folder = chosenFolder(env)?.folder ?? (await platformFolder(env));
	if (folder === null || !isAbsolute(folder)) return null;
	const workshop = workshopIn(env);
	return workshop === null ? folder : join(folder, 'workshops', workshop.toLowerCase());
}

/**
 * The folder that `FENCE_TUTOR_HOME` names, and what has been made of it where it is no absolute path, or null where it is not set. No shell expands `~` in a
 * Dockerfile or in the settings of an editor; and a path that means another folder in every folder would lose what was done.
 */
export function chosenFolder(env: Environment): {readonly folder: string; readonly remark: string | null} | null {
	const chosen = env['FENCE_TUTOR_HOME'];
	if (chosen === undefined || chosen.trim() === '') return null;
	if (isAbsolute(chosen)) return {folder: normalize(chosen), remark: null};
	const home = homeFolder(env);
	const rest = chosen.replace(/^~(?=[/\\]|$)/, '.');
	if (home === null) return null;
	return {
		folder: resolve(home, rest),
		remark:
			rest === chosen ? 'FENCE_TUTOR_HOME is relative, so it counts from your home folder' : '~ is your home folder',
	};
}

/** The workshop that the learner takes part in, or null. Shape: letters, digits and dashes, so that it can name a folder anywhere. */
export function workshopIn(env: Readonly<Record<string, string | undefined>>): string | null {
	const name = (env['FENCE_TUTOR_WORKSHOP'] ?? '')
		.replace(/[^a-zA-Z0-9]+/g, '-')
		.slice(0, 40)
		.replace(/^-|-$/g, '');
	return name === '' ? null : name;
}

/** The key of a workshop, as it was typed or as `FENCE_TUTOR_KEY` says, or null. Spaces around it do not count, since it is read out in a room. */
export function keyOf(typed: string | undefined, env: Environment): string | null {
	const key = (typed ?? env['FENCE_TUTOR_KEY'] ?? '').trim();
	return key === '' ? null : key;
}

/** Source: the XDG base directory specification: a variable that is empty counts as not set, and so does one that is not absolute. */
async function platformFolder(env: Environment): Promise<string | null> {
	if (process.platform !== 'darwin' && process.platform !== 'win32') {
		const state = env['XDG_STATE_HOME'] ?? '';
		const home = homeFolder(env);
		if (isAbsolute(state)) return join(state, 'fence-tutor');
		return home === null ? null : join(home, '.local', 'state', 'fence-tutor');
	}
	try {
		// It looks for the home folder, and throws where there is none: in the bundle when it is called, else when it is loaded.
		const {default: envPaths} = await import('env-paths');
		return envPaths('fence-tutor', {suffix: ''}).data;
	} catch {
		return null;
	}
}

function homeFolder(env: Environment): string | null {
	try {
		// An empty HOME counts as none, as an empty XDG variable does.
		const home =
			process.platform === 'win32' || env['HOME'] === undefined || env['HOME'] === '' ? systemHome() : env['HOME'];
		return isAbsolute(home) ? home : null;
	} catch {
		return null;
	}
}

/** What the system itself knows, whatever HOME says. */
function systemHome(): string {
	return process.platform === 'win32' ? homedir() : userInfo().homedir;
}
