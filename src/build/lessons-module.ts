import type {Plugin} from 'rolldown';

/** The name under which the program imports its own lessons, already compiled to plain data. */
export const lessonsModuleName = 'fence-tutor:lessons';

/** Returns the plugin that gives the program its lessons, for the bundle and for the tests alike. */
export function lessonsModule(): Plugin {
	const resolved = `\0${lessonsModuleName}`;
	return {
		name: lessonsModuleName,
		resolveId: (id) => (id === lessonsModuleName ? resolved : null),
		load: (id) => (id === resolved ? 'export const lessons = [];' : null),
	};
}
