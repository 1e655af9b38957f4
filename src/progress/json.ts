/** Plain data, as JSON can hold it. */
export type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json};

/** Whether plain data nests at most `limit` levels. Order: level by level, so that no depth can exhaust the stack. */
export function isShallow(data: Json, limit: number): boolean {
	let level: readonly Json[] = [data];
	for (let depth = 0; level.length > 0; depth += 1) {
		if (depth > limit) return false;
		level = level.flatMap(inside);
	}
	return true;
}

function inside(data: Json): readonly Json[] {
	if (data === null || typeof data !== 'object') return [];
	return Object.values(data);
}
