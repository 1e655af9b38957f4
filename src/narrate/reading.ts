import {type Event, type Happening, type Property, properties} from '../sim/event.js';
import type {Moment} from '../sim/world.js';

/** What a reader knows how to read. Whatever is not among it is neither said nor drawn. */
export type Reading = {
	/** Tokens, and which of them a write carries. */
	readonly tokens: boolean;
	/** Version numbers of data. */
	readonly versions: boolean;
	/** The names of stores' rules. */
	readonly rules: boolean;
	/** Properties that are flagged where they are violated. */
	readonly flags: ReadonlySet<Property>;
};

/** Everything: outside lessons, and in lessons of no course. */
export const wholeReading: Reading = {tokens: true, versions: true, rules: true, flags: new Set(properties)};

/** The words of the field that decide what can be read. */
export const wordsToRead: readonly string[] = ['token', 'version', 'fence', ...properties];

/** What is left for a reader who has yet to be taught these words of the field. */
export function readingWithout(words: readonly string[]): Reading {
	return {
		tokens: !words.includes('token'),
		versions: !words.includes('version'),
		rules: !words.includes('fence'),
		flags: new Set(properties.filter((property) => !words.includes(property))),
	};
}

/** The event without tokens that the reader cannot read; null where the whole of it is a flag that has not been taught. */
export function asRead<E extends Happening>(event: E, reading: Reading): E | null {
	if (event.kind === 'violated') {
		if (!reading.flags.has(event.property)) return null;
		if (reading.tokens) return event;
		const [now, before] = event.of.grants;
		return {
			...event,
			of: {
				...event.of,
				grants: [
					{...now, token: null},
					{...before, token: null},
				],
			},
		};
	}
	if (reading.tokens || !('token' in event) || event.token === undefined) return event;
	return {...event, token: event.kind === 'sent' ? undefined : null};
}

/** The same of moments. */
export function momentsAsRead(moments: readonly Moment[], reading: Reading): readonly Moment[] {
	if (reading === wholeReading) return moments;
	return moments.flatMap((moment): readonly Moment[] => {
		const event: Event | null = asRead(moment.event, reading);
		return event === null ? [] : [{...moment, event}];
	});
}
