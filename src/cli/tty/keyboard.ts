import {decode, flush, freshDecoder, patience} from '../../view/prompt/decode.js';
import type {Key} from '../../view/prompt/key.js';

/** Hands over the keys typed, those of one chunk together, until the returned function is called. `gone` is called when the terminal closes. */
export function listenToKeys(
	stdin: NodeJS.ReadStream,
	onKeys: (keys: readonly Key[]) => void,
	gone: () => void,
): () => void {
	let decoder = freshDecoder;
	let timer: NodeJS.Timeout | undefined;
	const take = (next: {readonly decoder: typeof decoder; readonly keys: readonly Key[]}) => {
		decoder = next.decoder;
		const wait = patience(decoder);
		if (wait !== null) timer = setTimeout(() => take(flush(decoder)), wait);
		if (next.keys.length > 0) onKeys(next.keys);
	};
	const onData = (chunk: Buffer) => {
		clearTimeout(timer);
		take(decode(decoder, chunk));
	};
	stdin.on('data', onData).on('end', gone).on('close', gone).on('error', gone);
	stdin.ref().resume();
	return () => {
		clearTimeout(timer);
		stdin.off('data', onData).off('end', gone).off('close', gone);
		stdin.pause().unref();
	};
}
