import {nextExpiry, passTo} from '../pass.js';
import {longestWait} from '../time.js';
import type {Rows} from './row.js';

/** The passing of time. */
export const timeRows: Rows<'wait' | 'wait-until-expiry'> = {
	wait: {
		refuse: (_, {for: time}) => (time > longestWait ? {kind: 'wait-too-long'} : null),
		carryOut: (journal, {for: time}) => passTo(journal, journal.world.now + time),
	},
	'wait-until-expiry': {
		refuse: (world) => (nextExpiry(world) === null ? {kind: 'no-lease-runs'} : null),
		carryOut: (journal) => passTo(journal, nextExpiry(journal.world) ?? journal.world.now),
	},
};
