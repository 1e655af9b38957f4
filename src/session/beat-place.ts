/** Of two deeds the one first whose beat comes first in its lesson; `of`: the beat, as `step.beat`, from 0. */
export function byPlace({of: one}: {readonly of: string}, {of: other}: {readonly of: string}): number {
	const [step = 0, beat = 0] = one.split('.').map(Number);
	const [otherStep = 0, otherBeat = 0] = other.split('.').map(Number);
	return step - otherStep || beat - otherBeat;
}

/** A beat, given as `step.beat` from 0, as a reader counts: from 1. */
export function readersPlace(of: string): string {
	return of
		.split('.')
		.map((part) => Number(part) + 1)
		.join('.');
}
