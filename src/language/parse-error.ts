/**
 * What is wrong with a line, and where.
 * Shape: `syntax` is a line that is not in the language; `refusal` is a line of the language that no world can do, because the real system does not.
 * `message` is a whole sentence, the nearest word included, with control characters made visible. `expected` lists the words that could stand there.
 * Units: `line` and `column` count from 1, `column` and `length` in code points.
 */
export type ParseError = {
	readonly kind: 'syntax' | 'refusal';
	readonly line: number;
	readonly column: number;
	readonly length: number;
	readonly message: string;
	readonly nearest: string | null;
	readonly expected: readonly string[];
	/** The statement as it was typed, without its comment. */
	readonly text: string;
};

/** Thrown inside the parser and caught at the end of the statement; no caller outside ever sees one. Units: `start` and `end` are string offsets. */
export class Fault extends Error {
	override readonly name = 'Fault';
	readonly kind: ParseError['kind'];
	readonly start: number;
	readonly end: number;
	readonly nearest: string | null;
	readonly expected: readonly string[];

	constructor(about: {
		kind?: ParseError['kind'];
		message: string;
		start: number;
		end: number;
		nearest?: string | null;
		expected?: readonly string[];
	}) {
		super(about.message);
		this.kind = about.kind ?? 'syntax';
		this.start = about.start;
		this.end = about.end;
		this.nearest = about.nearest ?? null;
		this.expected = about.expected ?? [];
	}
}
