import {isAbsolute, join, resolve} from 'node:path';

/**
 * The folder for the learner's state, absolute, or null where the platform has none to offer (no home, for one).
 * `FENCE_TUTOR_HOME` decides when it is set. Else it is the platform's place for state: `$XDG_STATE_HOME` or `~/.local/state` on Linux, Application Support on
 * macOS, the local application data on Windows. A workshop, named by `FENCE_TUTOR_WORKSHOP`, has a folder of its own in it.
 */
export async function stateFolder(env: Readonly<Record<string, string | undefined>>): Promise<string | null> {
	const chosen = env['FENCE_TUTOR_HOME'];
	const folder = chosen ? resolve(chosen) : await platformFolder();
	if (folder === null || !isAbsolute(folder)) return null;
	const workshop = workshopIn(env);
	return workshop === null ? folder : join(folder, 'workshops', workshop.toLowerCase());
}

/** The workshop that the learner takes part in, or null. Shape: letters, digits and dashes, so that it can name a folder anywhere. */
export function workshopIn(env: Readonly<Record<string, string | undefined>>): string | null {
	const name = (env['FENCE_TUTOR_WORKSHOP'] ?? '')
		.replace(/[^a-zA-Z0-9]+/g, '-')
		.slice(0, 40)
		.replace(/^-|-$/g, '');
	return name === '' ? null : name;
}

/** env-paths looks for the home folder while it is loaded, and throws where there is none: so it is loaded here. */
async function platformFolder(): Promise<string | null> {
	try {
		const {default: envPaths} = await import('env-paths');
		const folders = envPaths('fence-tutor', {suffix: ''});
		// It has no name for state: on Linux its log folder is in XDG_STATE_HOME, elsewhere state goes with data.
		return process.platform === 'darwin' || process.platform === 'win32' ? folders.data : folders.log;
	} catch {
		return null;
	}
}
