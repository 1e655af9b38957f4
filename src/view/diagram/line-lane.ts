import type {Event} from '../../sim/event.js';

/** The clients in line for a lock as far as the history tells, the holder first. */
export type Line = {readonly lock: string; readonly clients: readonly string[]};

/** The lines after an event; the very same when it is about none of them. */
export function afterInLine(lines: readonly Line[], event: Event): readonly Line[] {
	switch (event.kind) {
		case 'queued': {
			const {client, lock, behind} = event;
			const line = lines.find((each) => each.lock === lock)?.clients ?? [];
			const others = line.filter((each) => each !== client);
			const place = others.indexOf(behind) + 1;
			const clients =
				place === 0 ? [...others, behind, client] : [...others.slice(0, place), client, ...others.slice(place)];
			return [...lines.filter((each) => each.lock !== lock), {lock, clients}];
		}
		case 'granted':
			return change(lines, event.lock, (clients) => [event.client, ...clients.filter((each) => each !== event.client)]);
		case 'released':
		case 'left':
		case 'expired':
		case 'denied':
			return change(lines, event.lock, (clients) => clients.filter((each) => each !== event.client));
		default:
			return lines;
	}
}

/** Who stands in line for a lock, the holder first; empty without a line. */
export function lineOf(lines: readonly Line[], lock: string): readonly string[] {
	return lines.find((each) => each.lock === lock)?.clients ?? [];
}

function change(
	lines: readonly Line[],
	lock: string,
	after: (clients: readonly string[]) => readonly string[],
): readonly Line[] {
	if (lines.every((each) => each.lock !== lock)) return lines;
	return lines
		.map((each) => (each.lock === lock ? {lock, clients: after(each.clients)} : each))
		.filter(({clients}) => clients.length > 0);
}
