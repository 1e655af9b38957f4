import {describe, expect, it} from 'vitest';
import {chooseLook, type GlobalOptions, type Surroundings} from '../../src/cli/choose-look.js';

const noOptions: GlobalOptions = {plain: false, ascii: false, noColor: false, noMotion: false};

describe('The look', () => {
	it('is the full screen in a terminal', () => {
		expect(chosen()).toEqual({screen: true, ascii: false, colors: 2, motion: true});
	});

	it.each<[string, Partial<GlobalOptions>, Partial<Surroundings>]>([
		['--plain', {plain: true}, {}],
		['a file for standard input', {}, {stdinIsTerminal: false}],
		['a pipe for standard output', {}, {stdoutIsTerminal: false}],
		['TERM=dumb', {}, {env: {TERM: 'dumb'}}],
		['CI=true', {}, {env: {TERM: 'xterm', CI: 'true'}}],
	])('is line mode without motion with %s', (_name, options, around) => {
		expect(chosen(options, around)).toMatchObject({screen: false, motion: false});
	});

	it('is the full screen when CI is set to false', () => {
		expect(chosen({}, {env: {CI: 'false'}})).toMatchObject({screen: true});
	});

	it.each<[boolean, string, Surroundings['env']]>([
		[true, 'LANG=C', {LANG: 'C'}],
		[true, 'LC_ALL=POSIX over a UTF-8 LANG', {LC_ALL: 'POSIX', LANG: 'de_DE.UTF-8'}],
		[true, 'TERM=dumb', {TERM: 'dumb', LANG: 'C.UTF-8'}],
		[false, 'LANG=C.utf8', {LANG: 'C.utf8'}],
		[false, 'an empty LC_ALL over a UTF-8 LANG', {LC_ALL: '', LANG: 'en_GB.UTF-8'}],
		[false, 'no locale', {}],
	])('draws with ASCII characters: %s with %s', (ascii, _name, env) => {
		expect(chosen({}, {env})).toMatchObject({ascii});
	});

	it('sends the same bytes to a file whatever the locale is', () => {
		expect(chosen({}, {stdoutIsTerminal: false, env: {LANG: 'C'}})).toMatchObject({ascii: false, colors: 0});
	});

	it.each<[number, string, Surroundings['env']]>([
		[0, 'NO_COLOR=1', {NO_COLOR: '1', TERM: 'xterm-256color'}],
		[2, 'an empty NO_COLOR', {NO_COLOR: '', TERM: 'xterm-256color'}],
		[1, 'FORCE_COLOR over NO_COLOR', {NO_COLOR: '1', FORCE_COLOR: '1'}],
		[0, 'FORCE_COLOR=0', {FORCE_COLOR: '0', COLORTERM: 'truecolor'}],
		[3, 'COLORTERM=truecolor', {COLORTERM: 'truecolor', TERM: 'xterm'}],
		[1, 'TERM=xterm', {TERM: 'xterm'}],
	])('has colours at level %i with %s', (colors, _name, env) => {
		expect(chosen({}, {env})).toMatchObject({colors});
	});

	it('lets --no-color win over everything', () => {
		expect(chosen({noColor: true}, {env: {FORCE_COLOR: '3'}})).toMatchObject({colors: 0});
	});

	it('keeps still with --no-motion and where reduced motion is asked for', () => {
		expect(chosen({noMotion: true})).toMatchObject({motion: false});
		expect(chosen({}, {env: {REDUCE_MOTION: '1'}})).toMatchObject({motion: false});
	});
});

function chosen(options: Partial<GlobalOptions> = {}, around: Partial<Surroundings> = {}) {
	const terminal: Surroundings = {
		env: {TERM: 'xterm-256color', LANG: 'C.UTF-8'},
		platform: 'linux',
		stdinIsTerminal: true,
		stdoutIsTerminal: true,
	};
	const {screen, ascii, colors, motion} = chooseLook({...noOptions, ...options}, {...terminal, ...around});
	return {screen: screen.value, ascii: ascii.value, colors: colors.value, motion: motion.value};
}
