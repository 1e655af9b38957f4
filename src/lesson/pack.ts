import type {Condition, Lesson, Line} from './lesson.js';

/** Lessons as the package carries them. `front`: what a list of lessons shows, as it is. `rows`: everything else as text, one JSON a row: first what scripts and conditions say, each once, then a row for each lesson. Elsewhere no number is below 0: -1 stands for the first thing said, and so on. */
export type PackedLessons = {readonly front: readonly Front[]; readonly rows: readonly string[]};

type Front = Omit<Lesson, Inside> & {readonly stepCount: number};
type Inside = (typeof inside)[number];

const inside = ['world', 'steps', 'claims'] as const;

/** Lessons as they are carried. Places in the lesson's file are left out: who has the package has no such file. */
export function packLessons(lessons: readonly Lesson[]): PackedLessons {
	const said = new Map<string, number>();
	// Like stands beside like, which takes a compressor fewer bytes.
	for (const text of saidIn(lessons).toSorted()) said.set(text, said.size);
	const packed = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(packed);
		if (typeof value !== 'object' || value === null) return value;
		const parts = Object.entries(value).map(([name, part]) => [name, name === 'place' ? 0 : packed(part)] as const);
		return isSaid(value) ? -1 - (said.get(textOfSaid(value)) ?? 0) : Object.fromEntries(parts);
	};
	const insides = lessons.map(({world, steps, claims}) => JSON.stringify(packed({world, steps, claims})));
	return {
		front: lessons.map(({world, steps, claims, ...front}) => ({...front, stepCount: steps.length})),
		rows: [JSON.stringify([...said.keys()].map((text) => JSON.parse(text))), ...insides],
	};
}

/** The lessons that were packed. Each is unpacked when more of it is asked for than stands in a list. Every place is the file's first. */
export function unpackLessons(front: PackedLessons['front'], rows: () => PackedLessons['rows']): readonly Lesson[] {
	let all: PackedLessons['rows'] | null = null;
	let said: readonly (Line | Condition)[] = [];
	const row = (index: number): string => {
		if (all === null) {
			all = rows();
			said = (JSON.parse(all[0] ?? '[]') as readonly (Line | Condition)[]).map((each) => ({...each, place}));
		}
		return all[index + 1] ?? '{}';
	};
	const unpacked = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(unpacked);
		if (typeof value === 'number' && value < 0) return said[-1 - value];
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(
			Object.entries(value).map(([name, part]) => [name, name === 'place' ? place : unpacked(part)]),
		);
	};
	return front.map(({stepCount, ...shown}, index) => {
		let known: Pick<Lesson, Inside> | null = null;
		const lesson = {...shown} as Lesson;
		stepCounts.set(lesson, stepCount);
		for (const name of inside)
			Object.defineProperty(lesson, name, {
				enumerable: true,
				get: () => {
					known ??= unpacked(JSON.parse(row(index))) as Pick<Lesson, Inside>;
					return known[name];
				},
			});
		return lesson;
	});
}

/** How many steps a lesson has. It is not unpacked for that. */
export function stepCountOf(lesson: Lesson): number {
	return stepCounts.get(lesson) ?? lesson.steps.length;
}

const stepCounts = new WeakMap<Lesson, number>();

/** What many scripts say in the same words. */
function isSaid(value: object): value is Line | Condition {
	return 'text' in value && ('statement' in value || 'fact' in value);
}

/** What scripts and conditions say, as it is carried; each once. */
function saidIn(value: unknown): readonly string[] {
	if (typeof value !== 'object' || value === null) return [];
	if (isSaid(value)) return [textOfSaid(value)];
	return [...new Set(Object.values(value).flatMap(saidIn))];
}

function textOfSaid(value: Line | Condition): string {
	return JSON.stringify({...value, place: 0});
}

const place = {line: 1, column: 1};
