import {grown} from './integers.js';

/** Writes plain data as integers, such that two values are equal exactly when their integers are. */
type Encoder = {
	/** The integers of the value encoded last, from index 0. */
	buffer: Int32Array;
	/** Encodes a value into `buffer` and returns how many integers it took. Fails: on anything that it could not tell apart from another value. */
	readonly encode: (value: unknown) => number;
};

/** The keys met so far on the way through an object, and the shape it has if it ends here. */
type KeyPath = {
	readonly keys: readonly string[];
	readonly next: Map<string, KeyPath>;
	/** The way on that was taken last. */
	lastKey: string | null;
	last: KeyPath | null;
	shape: Shape | null;
};

/** A set of keys. Order: as in the first object that had them. */
type Shape = {readonly tag: number; readonly keys: readonly string[]};

const tags = {
	null: 0,
	false: 1,
	true: 2,
	number: 3,
	largeNumber: 4,
	string: 5,
	array: 6,
	fraction: 7,
	firstShape: 8,
} as const;

/** A new encoder, which remembers the strings and the shapes of objects that it has met. */
export function createEncoder(): Encoder {
	const strings = new Map<string, number>();
	const shapes = new Map<string, Shape>();
	const root = keyPath([]);
	let end = 0;

	const encoder: Encoder = {
		buffer: new Int32Array(256),
		encode(value) {
			end = 0;
			write(value);
			return end;
		},
	};
	return encoder;

	function write(value: unknown): void {
		if (typeof value === 'number') writeNumber(value);
		else if (value === null) put(tags.null);
		else if (value === true) put(tags.true);
		else if (value === false) put(tags.false);
		else if (typeof value === 'string') writeString(value);
		else if (Array.isArray(value)) writeArray(value);
		else if (typeof value === 'object') writeObject(value);
		else throw new CannotEncode(value);
	}

	function put(integer: number): void {
		if (end === encoder.buffer.length) encoder.buffer = grown(encoder.buffer);
		encoder.buffer[end++] = integer;
	}

	function writeNumber(value: number): void {
		if ((value | 0) === value) {
			put(tags.number);
			put(value);
			return;
		}
		// Only clocks that run at a rate of their own have any.
		if (Number.isFinite(value) && !Number.isInteger(value)) {
			put(tags.fraction);
			put(known(String(value)));
			return;
		}
		if (!Number.isSafeInteger(value)) throw new CannotEncode(value);
		put(tags.largeNumber);
		put(Math.floor(value / 2 ** 32));
		put(value | 0);
	}

	function writeString(value: string): void {
		put(tags.string);
		put(known(value));
	}

	/** The number of a text among those that were met. */
	function known(text: string): number {
		const found = strings.get(text) ?? strings.size;
		strings.set(text, found);
		return found;
	}

	function writeArray(value: readonly unknown[]): void {
		put(tags.array);
		put(value.length);
		for (let i = 0; i < value.length; i++) write(value[i]);
	}

	function writeObject(value: object): void {
		if (Object.getPrototypeOf(value) !== Object.prototype) throw new CannotEncode(value);
		const entries = value as Readonly<Record<string, unknown>>;
		const start = end;
		put(0);
		let path = root;
		// Reading each value in the same loop as its key is several times faster than reading it afterwards.
		for (const key in entries) {
			path = follow(path, key);
			write(entries[key]);
		}
		path.shape ??= shapeOf(path.keys);
		if (path.shape.keys !== path.keys) rewrite(entries, path.shape, start);
		encoder.buffer[start] = path.shape.tag;
	}

	/** The order in which an object got its keys makes no difference to what it is. */
	function rewrite(entries: Readonly<Record<string, unknown>>, shape: Shape, start: number): void {
		end = start + 1;
		for (const key of shape.keys) write(entries[key]);
	}

	function shapeOf(keys: readonly string[]): Shape {
		const name = JSON.stringify([...keys].sort());
		const known = shapes.get(name) ?? {tag: tags.firstShape + shapes.size, keys};
		shapes.set(name, known);
		return known;
	}
}

function keyPath(keys: readonly string[]): KeyPath {
	return {keys, next: new Map(), lastKey: null, last: null, shape: null};
}

function follow(path: KeyPath, key: string): KeyPath {
	if (path.lastKey === key && path.last !== null) return path.last;
	const on = path.next.get(key) ?? keyPath([...path.keys, key]);
	path.next.set(key, on);
	path.lastKey = key;
	path.last = on;
	return on;
}

/** A value that is not plain data: undefined, a function, an instance of a class, or a number that is none, or too large to be exact. */
export class CannotEncode extends Error {
	constructor(value: unknown) {
		super(`A part of a state must be plain data; it holds ${describe(value)}.`);
		this.name = 'CannotEncode';
	}
}

function describe(value: unknown): string {
	if (typeof value === 'number') return `the number ${value}`;
	return typeof value === 'object'
		? `an instance of ${value?.constructor?.name ?? 'no class'}`
		: `a value of type ${typeof value}`;
}
