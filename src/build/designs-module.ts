import type {Plugin} from 'rolldown';
import {provedDesigns} from './compile-designs.js';
import {packedModule} from './lessons-module.js';

/** Returns the plugin that gives the program its catalogue of designs, with what was proved of each, as `fence-tutor:designs`. */
export function designsModule(): Plugin {
	const name = 'fence-tutor:designs';
	const resolved = `\0${name}`;
	return {
		name,
		resolveId: (id) => (id === name ? resolved : null),
		load: async (id) => (id === resolved ? packedModule('designs', JSON.stringify(await provedDesigns())) : null),
	};
}
