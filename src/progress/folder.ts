import {isAbsolute, resolve} from 'node:path';

/**
 * The folder for the learner's state, absolute, or null where the platform has none to offer (no home, for one).
 * `FENCE_TUTOR_HOME` decides when it is set. Else it is the platform's place for state: `$XDG_STATE_HOME` or `~/.local/state` on Linux, Application Support on
 * macOS, the local application data on Windows.
 */
export async function stateFolder(env: Readonly<Record<string, string | undefined>>): Promise<string | null> {
	const chosen = env['FENCE_TUTOR_HOME'];
	if (chosen) return resolve(chosen);
	const folder = await platformFolder();
	return folder !== null && isAbsolute(folder) ? folder : null;
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
