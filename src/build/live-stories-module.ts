import {readdirSync, readFileSync} from 'node:fs';
import type {Plugin} from 'rolldown';
import {packedModule} from './lessons-module.js';
import {inProject} from './project.js';

/** Returns the plugin that gives the program the scripts of lessons, and for other people's clients, that run live as `fence-tutor:live-stories`. */
export function liveStoriesModule(): Plugin {
	const name = 'fence-tutor:live-stories';
	const resolved = `\0${name}`;
	return {
		name,
		resolveId: (id) => (id === name ? resolved : null),
		load: (id) =>
			id === resolved
				? packedModule(
						'liveStories',
						JSON.stringify([...storiesIn('lessons/live'), ...storiesIn('lessons/live/clients')]),
					)
				: null,
	};
}

/** A file is called after its lesson, or after a client of other people's; with a dot and a system after the name it is told with that system where the first is not to be had. Rows that are locks are PostgreSQL's. */
function storiesIn(
	place: string,
): readonly {readonly of: string; readonly name: string; readonly lock: string; readonly text: string}[] {
	const folder = inProject(place);
	const names = readdirSync(folder).filter((name) => name.endsWith('.fence'));
	return names
		.sort((one, other) => one.length - other.length || (one < other ? -1 : 1))
		.map((name) => {
			const text = readFileSync(`${folder}/${name}`, 'utf8');
			const lock =
				/^lock \S+ (\w+)/m.exec(text)?.[1] ?? (/^store \S+ transactional\b/m.test(text) ? 'postgres' : undefined);
			if (lock === undefined) throw new Error(`${name} has no lock`);
			return {of: place.endsWith('clients') ? 'client' : 'lesson', name: name.split('.')[0] ?? name, lock, text};
		});
}
