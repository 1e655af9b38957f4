import {expect, it} from 'vitest';
import {themeOfTerminal} from '../../../src/cli/tty/ask-background.js';
import {fakeIo} from '../fake-io.js';

const asked = (env: Readonly<Record<string, string>>, colors: 0 | 2) => {
	const {io} = fakeIo();
	return themeOfTerminal({...io, env, look: {...io.look, colors}});
};

it('Every screen asks the terminal for its background where the environment does not tell it, and takes the theme that fits', () => {
	const {theme, onBackground} = asked({}, 2);
	expect(theme().name).toBe('dark');
	onBackground?.('\u001B]11;no colour\u0007');
	expect(theme().name).toBe('dark');
	onBackground?.('\u001B]11;rgb:ffff/fdfd/e3e3\u0007');
	expect(theme().name).toBe('light');
	expect(asked({COLORFGBG: '0;15'}, 2)).not.toHaveProperty('onBackground');
	expect(asked({COLORFGBG: '0;15'}, 2).theme().name).toBe('light');
	expect(asked({}, 0)).not.toHaveProperty('onBackground');
});
