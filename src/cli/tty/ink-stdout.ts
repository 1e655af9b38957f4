/**
 * The terminal as Ink sees it: endlessly tall, and never resized.
 * Ink clears the whole terminal, scrollback included, when a frame does not fit the rows it reads; what fits and when to draw anew is decided by `openFullScreen`.
 */
export function inkStdout(stdout: NodeJS.WriteStream): NodeJS.WriteStream {
	const sheet: NodeJS.WriteStream = new Proxy(stdout, {
		get(target, name) {
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
