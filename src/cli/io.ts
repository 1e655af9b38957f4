/** How text is drawn here: decided once from the options, the environment and the streams. */
export type Look = {
	/** Only ASCII characters in drawings. */
	readonly ascii: boolean;
	/** As in chalk: 0 none, 1 the 16 colours, 2 the 256, 3 all. */
	readonly colors: 0 | 1 | 2 | 3;
	/** Whether the passing of time may be animated. */
	readonly motion: boolean;
};

/** The real terminal, for the full screen. */
export type Terminal = {readonly stdin: NodeJS.ReadStream; readonly stdout: NodeJS.WriteStream};

/** Where a command writes text. */
type Output = {write(text: string): unknown};

/** Everything outside that a command may touch, given to it, so that a test can give it something else. */
export type Io = {
	/** The bytes of standard input, in order. A test gives `Readable.from([...])`. */
	readonly stdin: AsyncIterable<Uint8Array | string>;
	readonly stdout: Output;
	readonly stderr: Output;
	/** Null: use line mode. No terminal on stdin or stdout, `TERM=dumb`, CI, or `--plain`. */
	readonly terminal: Terminal | null;
	readonly look: Look;
	/** Why it is so, each as the end of a sentence. For `doctor`. */
	readonly because: {readonly screen: string; readonly ascii: string; readonly colors: string; readonly motion: string};
	/** The width to draw in. 80 where there is no terminal to ask. */
	readonly columns: number;
	/** The program's own. */
	readonly version: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Absolute. Paths the user gives are resolved against it. */
	readonly cwd: string;
};
