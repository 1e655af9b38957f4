import {clause, reason} from '../../narrate/row.js';
import type {Moment} from '../../sim/world.js';
import {visible} from '../text/visible.js';
import {note} from './draft.js';
import type {Still} from './plan.js';
import {add, type Sheet} from './sheet.js';

/** Draws who stands still from here on, as a pause that nobody has declared; who goes on is drawn as usual again. `first`: what happens next. */
export function draftStill(sheet: Sheet, still: readonly Still[], first: Moment): void {
	const begun = still.filter(({client}) => !sheet.still.includes(client));
	sheet.still = still.map(({client}) => client);
	if (begun.length === 0) return;
	add(
		sheet,
		{...first.event, at: sheet.lastAt},
		{
			topic: {kind: 'still', client: '', what: ''},
			notes: begun.map(({client}) => note(client, 'stands still', 'paused')),
			said: begun.map(({client, before: step}) => clause.standsStill(visible(client), visible(step))),
			why: begun.map(({client}) => reason.couldGoOn(visible(client))),
		},
		sheet.world ?? first.world,
	);
}
