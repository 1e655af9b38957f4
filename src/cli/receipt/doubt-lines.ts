import {counted} from '../../narrate/counted.js';
import type {Doubt} from '../../session/alike.js';
import {visible} from '../../view/text/visible.js';

/** What somebody should look at in the receipts of a group, as sentences under a heading. Empty where there is nothing. */
export function doubtsText(doubts: readonly Doubt[]): string {
	if (doubts.length === 0) return '';
	const shown = doubts.slice(0, mostShown).map((doubt) => `  ${visible(sentence(doubt))}\n`);
	const more = doubts.length - shown.length;
	return `\nLook at these. They prove nothing:\n${shown.join('')}${more > 0 ? `  And ${more} more: --json prints all.\n` : ''}`;
}

function sentence(doubt: Doubt): string {
	switch (doubt.kind) {
		case 'all-same':
			return `${listed(doubt.names)} have the same ${counted(doubt.runs, 'run')}, line for line${atOnce(doubt.isSameTime)}.`;
		case 'same':
			return `${doubt.name} and ${doubt.other} have ${counted(doubt.same, 'run')} in common${atOnce(doubt.isSameTime)}; ${doubt.other} has ${doubt.all} in all.`;
		case 'goes-on':
			return `${doubt.other} begins with all ${counted(doubt.same, 'run')} of ${doubt.name}, and goes on from there.`;
		case 'quick':
			return `${doubt.name}, ${doubt.lesson} ${placeOf(doubt.of)}: ${counted(doubt.characters, 'character')} in ${doubt.seconds.toFixed(1)} s, which hands cannot type.`;
	}
}

function atOnce(isSameTime: boolean): string {
	return isSameTime ? ', done at the very same moment' : '';
}

function listed(names: readonly string[]): string {
	return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** As a reader counts. */
function placeOf(of: string): string {
	return of
		.split('.')
		.map((part) => Number(part) + 1)
		.join('.');
}

const mostShown = 20;
