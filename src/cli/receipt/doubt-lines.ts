import {listed} from '../../language/cursor.js';
import {counted} from '../../narrate/counted.js';
import type {Doubt} from '../../session/alike.js';
import {readersPlace} from '../../session/beat-place.js';
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
			return `${listed(doubt.names, 'and', Number.POSITIVE_INFINITY)} have the same ${counted(doubt.runs, 'run')}, line for line${atOnce(doubt.isSameTime)}.`;
		case 'same':
			return `${doubt.name} and ${doubt.other} have ${counted(doubt.same, 'run')} in common${atOnce(doubt.isSameTime)}; ${doubt.other} has ${doubt.all} in all.`;
		case 'goes-on':
			return `${doubt.other} begins with all ${counted(doubt.same, 'run')} of ${doubt.name}, and goes on from there.`;
		case 'quick':
			return `${doubt.name}, ${doubt.lesson}${doubt.of === null ? '' : ` ${readersPlace(doubt.of)}`}: ${counted(doubt.characters, 'character')} in ${doubt.seconds.toFixed(1)} s, which hands cannot type.`;
	}
}

function atOnce(isSameTime: boolean): string {
	return isSameTime ? ', done at the very same moment' : '';
}

const mostShown = 20;
