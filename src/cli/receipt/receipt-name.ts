import {UnusableInput} from '../exit-code.js';

/** A learner's name as it stands in a receipt, or null where it is empty. Fails: with UnusableInput where no table could show it. */
export function receiptName(typed: string | undefined): string | null {
	const name = (typed ?? '').trim();
	if ([...name].length > longest)
		throw new UnusableInput(`A name has at most ${longest} characters, and this one has ${[...name].length}.`);
	return name === '' ? null : name;
}

/** Units: code points. */
const longest = 60;
