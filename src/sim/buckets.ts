import {own} from './own.js';

/**
 * An immutable map that grows cheaply: a change copies one bucket, not the whole. For what a long history makes grow without bound.
 * Shape: bucket number -> key -> value.
 */
export type Buckets<Value> = Readonly<Record<string, Readonly<Record<string, Value>>>>;

const bucketCount = 128;

/** The value under a key, or undefined. */
export function inBuckets<Value>(buckets: Buckets<Value>, key: string): Value | undefined {
	return own(own(buckets, bucketOf(key)) ?? {}, key);
}

/** The map with a value under a key. */
export function withEntry<Value>(buckets: Buckets<Value>, key: string, value: Value): Buckets<Value> {
	const bucket = bucketOf(key);
	return {...buckets, [bucket]: {...own(buckets, bucket), [key]: value}};
}

function bucketOf(key: string): string {
	let hash = 0;
	for (let index = 0; index < key.length; index++) hash = (Math.imul(hash, 31) + key.charCodeAt(index)) | 0;
	return String((hash >>> 0) % bucketCount);
}
