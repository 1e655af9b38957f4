import type {FlightPosition} from '../address.js';
import {at, type ClientStep} from '../client-step.js';
import {act, type Journal} from '../journal.js';
import {isQueued} from '../message.js';
import {arrive, drop, duplicate} from '../network.js';
import {refusalOfMessage} from '../operate.js';
import type {Refusal} from '../refusal.js';
import type {World} from '../world.js';
import type {Rows} from './row.js';

/** What happens by hand to a message in flight. What is not in flight has no address. */
export const messageRows: Rows<'deliver' | 'drop' | 'duplicate'> = {
	deliver: {refuse: refusalOfQueued, carryOut: handled(arrive)},
	drop: {refuse: refusalOfQueued, carryOut: handled(drop)},
	duplicate: {
		refuse: (world, address) => {
			const {spec, locals} = world;
			const {client} = address;
			return refusalOfQueued(world, address) ?? refusalOfMessage({spec, client, local: at(locals, client)});
		},
		carryOut: handled(duplicate),
	},
};

/** A message that waits at a lock service that stands still has left the network. */
function refusalOfQueued({locals}: World, {client, position}: FlightPosition): Refusal | null {
	const message = at(at(locals, client).flight, position);
	return isQueued(message) ? {kind: 'message-queued', message: message.id} : null;
}

function handled(change: (step: ClientStep, position: number) => ClientStep) {
	return (journal: Journal, {client, position}: FlightPosition): void =>
		act(journal, client, (step) => change(step, position));
}
