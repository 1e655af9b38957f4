import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {parseScript} from '../../src/language/parse.js';
import {print} from '../../src/language/print.js';
import type {Event} from '../../src/sim/event.js';
import {perform} from '../../src/sim/perform.js';
import {emptyWorld} from '../../src/sim/setup.js';
import type {Statement} from '../../src/sim/statement.js';
import type {World} from '../../src/sim/world.js';
import {scripts} from './lines.js';

const runs = {numRuns: 300};

describe('whatever is typed', () => {
	it('is made of lines that the language has', () => {
		fc.assert(
			fc.property(scripts, (lines) => {
				expect(parseScript(lines.join('\n')).errors.filter(({kind}) => kind === 'syntax')).toEqual([]);
			}),
			runs,
		);
	});

	it('changes no world that there was before', () => {
		fc.assert(
			fc.property(scripts, (lines) => {
				let world = emptyWorld;
				for (const statement of statements(lines)) {
					const before = JSON.stringify(world);
					const outcome = perform(world, statement);
					expect(JSON.stringify(world)).toBe(before);
					if (outcome.ok) world = outcome.world;
				}
			}),
			{numRuns: 40},
		);
	});

	it('comes out the same when it is replayed from what was printed of it', () => {
		fc.assert(
			fc.property(scripts, (lines) => {
				const live = played(statements(lines));
				const replayed = played(statements(statements(lines).map(print)));
				expect(replayed).toEqual(live);
			}),
			runs,
		);
	});

	it('comes out the same from a world that was written down and read again', () => {
		fc.assert(
			fc.property(scripts, fc.nat(30), (lines, at) => {
				const all = statements(lines);
				const half = played(all.slice(0, at)).world;
				const thawed = JSON.parse(JSON.stringify(half)) as World;
				expect(played(all.slice(at), thawed)).toEqual(played(all.slice(at), half));
			}),
			runs,
		);
	});

	it('numbers its events without a gap, in the order of their times', () => {
		fc.assert(
			fc.property(scripts, (lines) => {
				const {events} = played(statements(lines));
				expect(events.map(({seq}) => seq)).toEqual(events.map((_, index) => index + 1));
				expect(events.map(({at}) => at)).toEqual(events.map(({at}) => at).sort((one, other) => one - other));
			}),
			runs,
		);
	});
});

function statements(lines: readonly string[]): readonly Statement[] {
	return parseScript(lines.join('\n')).statements.map(({statement}) => statement);
}

function played(
	script: readonly Statement[],
	from: World = emptyWorld,
): {readonly world: World; readonly events: readonly Event[]} {
	let world = from;
	const events: Event[] = [];
	for (const statement of script) {
		const outcome = perform(world, statement);
		if (!outcome.ok) continue;
		world = outcome.world;
		events.push(...outcome.events);
	}
	return {world, events};
}
