import {designs} from 'fence-tutor:designs';
import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {cellAt, rows, storyOf, worldOfDesign} from '../../src/design/catalogue.js';
import {propertyOf} from '../../src/design/judge.js';
import {faultRows, promises} from '../../src/design/rows.js';
import {evaluate} from '../../src/sim/fact-value.js';
import {isCrashed} from '../../src/sim/look.js';
import type {FaultKind, Statement} from '../../src/sim/statement.js';
import type {World} from '../../src/sim/world.js';
import {designsMarkdown} from '../../src/view/designs/markdown.js';
import {designsPage} from '../../src/view/designs/page.js';

const broken = designs.flatMap((design) =>
	rows.flatMap((row) =>
		promises.flatMap((promise) => {
			const cell = cellAt(design, row, promise);
			return cell.verdict === 'broken' ? [{design, row, promise, cell}] : [];
		}),
	),
);

describe('The catalogue of designs', () => {
	it('has at least thirty designs, each with a name of its own, a source, and a world of a few lines that somebody runs in', () => {
		expect(designs.length).toBeGreaterThanOrEqual(30);
		expect(new Set(designs.map(({name}) => name)).size).toBe(designs.length);
		for (const design of designs) {
			expect(design.source).not.toBe('');
			expect(design.script.split('\n').length).toBeLessThanOrEqual(12);
			expect(worldOfDesign(design).spec.clients.some(({program}) => program !== null)).toBe(true);
		}
	});

	it('says of every fault and every promise what was found out', () => {
		for (const design of designs)
			for (const row of rows)
				expect(design.table[row].map(({verdict}) => typeof verdict)).toEqual(promises.map(() => 'string'));
	});

	it('replays every story, move by move, to what it breaks', () => {
		expect(broken.length).toBeGreaterThan(300);
		for (const {design, row, promise, cell} of broken) {
			const place = `${design.name} ${row} ${promise}`;
			const {world, lines} = storyOf(worldOfDesign(design), cell.script);
			expect(`${place}: ${lines.length}`).toBe(`${place}: ${cell.moves}`);
			const holds =
				promise === 'goes-on'
					? world.spec.clients.some(({name}) => isCrashed(world, name))
					: evaluate(world, {kind: 'violated', property: propertyOf(world, promise), store: null});
			expect(`${place}: ${holds}`).toBe(`${place}: true`);
		}
	});

	it('spends in no story another fault than the row has, nor more of them', () => {
		for (const {design, row, promise, cell} of broken) {
			const world = worldOfDesign(design);
			const spent = storyOf(world, cell.script).lines.flatMap(({statement}) => faultOf(world, statement) ?? []);
			const left: Partial<Record<FaultKind, number>> = {...cell.faults};
			for (const fault of spent) left[fault] = (left[fault] ?? 0) - 1;
			expect(
				`${design.name} ${row} ${promise}: ${JSON.stringify(Object.values(left).filter((count) => count < 0))}`,
			).toBe(`${design.name} ${row} ${promise}: []`);
			const budgets = faultRows.find(({fault}) => fault === row)?.budgets ?? [{}];
			const {crash = 0, ...rest} = cell.faults;
			const withoutCrash = promise === 'goes-on' && row !== 'crash' ? rest : {...rest, ...(crash > 0 ? {crash} : {})};
			expect(budgets).toContainEqual(withoutCrash);
		}
	});

	it('names designs by words that no file has to be mistaken for', () => {
		for (const {name} of designs) expect(name).toMatch(/^[a-z][a-z0-9-]*[a-z0-9]$/);
	});

	it('shows each world in docs/designs.md and on the page line by line', () => {
		for (const text of [designsMarkdown(designs), designsPage(designs, designs)])
			for (const {script} of designs) expect(text).toContain(`\n${script.split('\n')[1]}\n`);
	});

	it('is told in docs/designs.md as it is now', () => {
		// npm run designs writes it.
		expect(readFileSync(new URL('../../docs/designs.md', import.meta.url), 'utf8')).toBe(designsMarkdown(designs));
	});
});

/** The kind of fault that a statement of a story spends, or null for a recovery, the passing of time, and a step whatever becomes of its request. */
function faultOf({spec}: World, statement: Statement): FaultKind | null {
	switch (statement.kind) {
		case 'step':
			return statement.message.replyDelayed !== undefined ? 'late' : null;
		case 'pause':
		case 'suspend':
		case 'rate':
		case 'clock':
		case 'cut':
			return statement.kind;
		case 'crash':
			return spec.clients.some(({name}) => name === statement.actor) ? 'crash' : 'node';
		case 'kill':
			return 'restart';
		case 'lead':
			return 'failover';
		case 'revoke':
		case 'delete':
			return 'revoke';
		default:
			return null;
	}
}
