import type {FlightPosition} from '../address.js';
import type {ClientStep} from '../client-step.js';
import {act, type Journal} from '../journal.js';
import {arrive, drop, duplicate} from '../network.js';
import type {Rows} from './row.js';

/** What happens by hand to a message in flight. What is not in flight has no address. */
export const messageRows: Rows<'deliver' | 'drop' | 'duplicate'> = {
	deliver: {refuse: () => null, carryOut: handled(arrive)},
	drop: {refuse: () => null, carryOut: handled(drop)},
	duplicate: {refuse: () => null, carryOut: handled(duplicate)},
};

function handled(change: (step: ClientStep, position: number) => ClientStep) {
	return (journal: Journal, {client, position}: FlightPosition): void =>
		act(journal, client, (step) => change(step, position));
}
