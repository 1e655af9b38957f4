import type {Look} from './io.js';

/** What the choice is made from. */
export type Surroundings = {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly platform: string;
	readonly stdinIsTerminal: boolean;
	readonly stdoutIsTerminal: boolean;
};

/** The options that every subcommand takes. `workshop`: what is done is kept apart, under this name. `to`: the folder that receipts are written to meanwhile. */
export type GlobalOptions = {
	readonly plain: boolean;
	readonly ascii: boolean;
	readonly noColor: boolean;
	readonly noMotion: boolean;
	readonly workshop?: string | undefined;
	readonly to?: string | undefined;
};

/** A choice and why it was made, as the end of a sentence, so that `doctor` can say it. */
type Choice<T> = {readonly value: T; readonly because: string};

type Choices = {
	/** True: the full screen; false: line mode. */
	readonly screen: Choice<boolean>;
	readonly ascii: Choice<Look['ascii']>;
	readonly colors: Choice<Look['colors']>;
	readonly motion: Choice<Look['motion']>;
};

/** Returns how the program shows itself here. What goes to a file or a pipe is the same on every machine. */
export function chooseLook(options: GlobalOptions, around: Surroundings): Choices {
	return {
		// Whether standard input is a terminal is asked only where it matters, since that opens it.
		get screen() {
			return chooseScreen(options, around);
		},
		ascii: chooseAscii(options, around),
		colors: chooseColors(options, around),
		get motion() {
			return chooseMotion(options, around, this.screen);
		},
	};
}

function chooseScreen(options: GlobalOptions, around: Surroundings): Choice<boolean> {
	const {env, stdoutIsTerminal} = around;
	if (options.plain) return no('--plain was given');
	if (!around.stdinIsTerminal) return no('standard input is not a terminal');
	if (!stdoutIsTerminal) return no('standard output is not a terminal');
	if (env['TERM'] === 'dumb') return no('TERM is dumb');
	if (isSet(env['CI'])) return no('CI is set');
	return {value: true, because: 'standard input and output are a terminal'};
}

function chooseAscii(
	options: GlobalOptions,
	{env, stdoutIsTerminal}: Omit<Surroundings, 'stdinIsTerminal'>,
): Choice<boolean> {
	if (options.ascii) return {value: true, because: '--ascii was given'};
	if (!stdoutIsTerminal) return no('standard output is not a terminal, and a file is the same everywhere');
	if (env['TERM'] === 'dumb') return {value: true, because: 'TERM is dumb'};
	const name = ['LC_ALL', 'LC_CTYPE', 'LANG'].find((key) => env[key]);
	if (name === undefined) return no('no locale is set, and most terminals show UTF-8');
	if (/utf-?8/i.test(env[name] ?? '')) return no(`${name} is a UTF-8 locale`);
	return {value: true, because: `${name} is not a UTF-8 locale`};
}

function chooseColors(options: GlobalOptions, {env, platform, stdoutIsTerminal}: Surroundings): Choice<Look['colors']> {
	if (options.noColor) return {value: 0, because: '--no-color was given'};
	const forced = env['FORCE_COLOR'];
	if (forced !== undefined) return {value: forcedColors(forced), because: 'FORCE_COLOR is set'};
	if (env['NO_COLOR']) return {value: 0, because: 'NO_COLOR is set'};
	if (!stdoutIsTerminal) return {value: 0, because: 'standard output is not a terminal'};
	if (env['TERM'] === 'dumb') return {value: 0, because: 'TERM is dumb'};
	if (/^(truecolor|24bit)$/.test(env['COLORTERM'] ?? '')) return {value: 3, because: 'COLORTERM says so'};
	if (platform === 'win32') return {value: 3, because: 'this is Windows'};
	if (/256|direct/.test(env['TERM'] ?? '')) return {value: 2, because: 'TERM says so'};
	return {value: 1, because: 'TERM promises no more'};
}

/** As chalk reads it: empty or `true` is the 16 colours. */
function forcedColors(text: string): Look['colors'] {
	switch (text) {
		case '0':
		case 'false':
			return 0;
		case '2':
			return 2;
		case '3':
			return 3;
		default:
			return 1;
	}
}

function chooseMotion(options: GlobalOptions, {env}: Surroundings, screen: Choice<boolean>): Choice<boolean> {
	if (options.noMotion) return no('--no-motion was given');
	const name = ['NO_MOTION', 'REDUCE_MOTION'].find((key) => isSet(env[key]));
	if (name !== undefined) return no(`${name} is set`);
	return screen.value ? {value: true, because: 'nothing asks for less'} : no('there is no full screen');
}

function no(because: string): Choice<false> {
	return {value: false, because};
}

function isSet(text: string | undefined): boolean {
	return text !== undefined && text !== '' && text !== '0' && text !== 'false';
}
