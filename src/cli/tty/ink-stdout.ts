/**
 * The terminal as Ink sees it: endlessly tall, never resized, and every write is a whole frame, which `onFrame` gets.
 * Ink draws with `debug`, which is its word for frames without the codes that erase the one before: they would erase and write every row for every key. What has
 * changed is found and written by `painted`; when to draw anew is decided by `openFullScreen`.
 */
export function inkStdout(stdout: NodeJS.WriteStream, onFrame: (frame: string) => void): NodeJS.WriteStream {
	const write = (text: string, ...rest: readonly unknown[]): boolean => {
		// Ink also shows and hides the cursor, and asks to be told when all is written.
		if (text !== '' && !/^\u001B\[\?25[hl]$/.test(text)) onFrame(text);
		for (const done of rest) if (typeof done === 'function') done();
		return true;
	};
	const sheet: NodeJS.WriteStream = new Proxy(stdout, {
		get(target, name) {
			if (name === 'write') return write;
			if (name === 'rows') return Number.MAX_SAFE_INTEGER;
			if (name === 'on' || name === 'off')
				return (event: string, listener: (...args: unknown[]) => void) =>
					event === 'resize' ? sheet : target[name](event, listener);
			const value: unknown = Reflect.get(target, name);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
	return sheet;
}
