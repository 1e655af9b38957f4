import {UnusableInput} from './exit-code.js';
import {readArguments} from './read-arguments.js';
import {home, registry} from './registry.js';

/** The help of the whole program. Units: columns. */
export async function helpText(width: number): Promise<string> {
	const commands = await Promise.all(registry.map(({load}) => load()));
	const asked = await readArguments(await home.load(), ['--help'], width, commands);
	if (asked.kind !== 'help') throw new UnusableInput('There is no help.');
	return asked.text;
}
