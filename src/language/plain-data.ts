/** An object whose fields nobody has looked at yet. */
export type Fields = {readonly [key: string]: unknown};

/** Whether some data is an object with fields. */
export function isObject(data: unknown): data is Fields {
	return typeof data === 'object' && data !== null && !Array.isArray(data);
}

/** Whether some data is a whole number from 0. */
export function isCount(data: unknown): data is number {
	return typeof data === 'number' && Number.isSafeInteger(data) && data >= 0;
}
