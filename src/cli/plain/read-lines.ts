/**
 * The lines of a stream of bytes, without their ends (LF, CRLF or CR LF split between two pieces). A last line without an end counts; bytes that are no UTF-8 become U+FFFD.
 * A line longer than `longest` is cut there, so that endless input without a line break needs no endless memory.
 */
export async function* readLines(bytes: AsyncIterable<Uint8Array | string>): AsyncGenerator<string, void> {
	const decoder = new TextDecoder();
	let line = '';
	for await (const piece of bytes) {
		const text = typeof piece === 'string' ? piece : decoder.decode(piece, {stream: true});
		const [first = '', ...others] = text.split('\n');
		line = joined(line, first);
		for (const other of others) {
			yield withoutReturn(line);
			line = joined('', other);
		}
	}
	line = joined(line, decoder.decode());
	if (line !== '') yield withoutReturn(line);
}

function joined(line: string, more: string): string {
	return line.length >= longest ? line : (line + more).slice(0, longest);
}

function withoutReturn(line: string): string {
	return line.endsWith('\r') ? line.slice(0, -1) : line;
}

/** More than any line of the language may have, so that the parser is the one to say that it is too long. Units: UTF-16 code units. */
const longest = 16_384;
