import type {Event} from '../../sim/event.js';
import {visible} from '../text/visible.js';
import {note} from './draft.js';
import {clientLane, standing} from './lane-state.js';
import type {Still} from './plan.js';
import {add, type Sheet} from './sheet.js';

/** Draws who stands still from here on, as a pause that nobody has declared; who goes on is drawn as usual again. */
export function draftStill(sheet: Sheet, still: readonly Still[], first: Event | undefined): void {
	const before = sheet.state;
	sheet.state = standing(
		sheet.cast,
		before,
		still.map(({client}) => client),
	);
	const begun = still.filter(({client}) => clientLane(sheet.cast, before, client)?.still === 'no');
	if (begun.length === 0 || first === undefined) return;
	add(
		sheet,
		{...first, at: sheet.lastAt},
		{
			topic: {kind: 'still', client: '', what: ''},
			notes: begun.map(({client}) => note(client, 'stands still', 'paused')),
			said: begun.map(({client, before: step}) => `${visible(client)} stands still before its ${visible(step)}`),
			why: begun.map(
				({client}) => `${visible(client)} could go on: nothing but the schedule keeps it, as a pause would.`,
			),
		},
	);
}
