import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Page} from 'playwright-core';
import {describe, expect, it} from 'vitest';
import {stateLines} from '../../src/narrate/state.js';
import {ahead, past, present} from '../../src/session/tree.js';
import type {Moment} from '../../src/sim/world.js';
import {ladderSentences} from '../../src/view/diagram/sentence.js';
import {exported} from '../../src/view/export/export.js';
import {toldOf} from '../../src/view/export/picture.js';
import {runOf} from '../view/export/a-run.js';
import {faultsOf, inChromium, isLeftOut} from './in-chromium.js';

const stories = [
	'stories/zombie.fence',
	'stories/killed-is-no-loss-of-power.fence',
	'stories/operator-revokes.fence',
	'scenarios/f08-power-takes-a-renewal.fence',
	'scenarios/f08d-power-takes-a-renewal-on-a-majority.fence',
	// Locks of the other kinds, transactions, work, renewals in the background, several replicas.
	'scenarios/d1-kubernetes-cut.fence',
	'scenarios/d2-dynamodb-lost-heartbeat.fence',
	'scenarios/d3-s3-number-twice.fence',
	'scenarios/d4-advisory-pooler.fence',
	'scenarios/d7-watchdog-hangs.fence',
	'scenarios/row-lock.fence',
	'scenarios/deadlock.fence',
	'scenarios/s07-wait-does-not-choose.fence',
	'scenarios/s13b-consul-release.fence',
	'scenarios/s13c-zookeeper-czxid.fence',
	'scenarios/s25-etcd-waiter-check.fence',
];

describe.skipIf(isLeftOut)('The page of a run in Chromium', () => {
	const {visit, kept, browser} = inChromium();

	it.each(stories)('shows the world of each row of %s, step by step, and back', async (story) => {
		const run = opened(story);
		const {page, troubles} = await visit(run.html);
		const rows = await page.locator('#rows li').count();
		expect(rows).toBe(run.rows.length);
		await page.keyboard.press('Home');
		const forth = [await shown(page)];
		while (await page.locator('#next').isEnabled()) {
			await page.keyboard.press('ArrowRight');
			forth.push(await shown(page));
		}
		expect(forth.map(({said}) => said)).toEqual(run.rows.map(({text}) => text));
		for (const [index, {world}] of forth.entries())
			expect(worldsIn(run, index), `row ${index + 1} of ${story}`).toContain(world.join('\n'));
		expect(forth.at(-1)?.world.join('\n')).toBe(stateLines(run.end).join('\n'));
		const back = [await shown(page)];
		while (await page.locator('#back').isEnabled()) {
			await page.locator('#back').click();
			back.unshift(await shown(page));
		}
		expect(back).toEqual(forth);
		expect(troubles).toEqual([]);
		await page.close();
	});

	it.each(['light', 'dark'] as const)(
		'has nothing that keeps anybody out, where the reader wants it %s',
		async (scheme) => {
			const {page, troubles} = await visit(opened('stories/zombie.fence').html);
			await page.emulateMedia({colorScheme: scheme});
			for (const key of ['End', 'Home']) {
				await page.keyboard.press(key);
				expect(await faultsOf(page)).toEqual([]);
			}
			expect(troubles).toEqual([]);
			await page.close();
		},
	);

	it('goes to the row that its address names, and to a sentence that is clicked', async () => {
		const {page} = await visit(opened('stories/zombie.fence').html, '#row-2');
		await page.locator('#at', {hasText: /^Row 2 of /}).waitFor();
		await page.locator('#rows a').nth(4).click();
		// A browser tells a page of its new address a moment later.
		await page.locator('#at', {hasText: /^Row 5 of /}).waitFor();
		// Once more, after a step away from it: its address is the same.
		await page.keyboard.press('ArrowRight');
		await page.locator('#rows a').nth(4).click();
		await page.locator('#at', {hasText: /^Row 5 of /}).waitFor();
		await page.close();
	});

	it('lets arrows move a ladder that is wider than its room, and steps by them elsewhere', async () => {
		const {page} = await visit(opened('stories/zombie.fence').html);
		await page.setViewportSize({width: 360, height: 640});
		await page.keyboard.press('Home');
		await page.locator('.ladder').focus();
		await page.keyboard.press('ArrowRight');
		await expect
			.poll(() =>
				page.locator('.ladder').evaluate((ladder) => (ladder as unknown as {readonly scrollLeft: number}).scrollLeft),
			)
			.toBeGreaterThan(0);
		expect(await page.locator('#at').textContent()).toMatch(/^Row 1 of /);
		await page.locator('#next').focus();
		await page.keyboard.press('ArrowRight');
		await page.locator('#at', {hasText: /^Row 2 of /}).waitFor();
		await page.close();
	});

	it('lays open on paper what is folded, and folds it again', async () => {
		const {page} = await visit(opened('stories/zombie.fence').html);
		const open = () => page.locator('details[open]').count();
		await page.evaluate("dispatchEvent(new Event('beforeprint'))");
		expect(await open()).toBe(2);
		await page.evaluate("dispatchEvent(new Event('afterprint'))");
		expect(await open()).toBe(0);
		await page.close();
	});

	it('says all of it without its script, and on paper', async () => {
		const run = opened('stories/zombie.fence');
		const context = await browser().newContext({javaScriptEnabled: false});
		const page = await context.newPage();
		await page.goto(kept(run.html));
		expect(await page.locator('nav').isVisible()).toBe(false);
		expect(await page.locator('#rows li').allTextContents()).toHaveLength(run.rows.length);
		expect(await page.locator('#belief li').allTextContents()).not.toEqual([]);
		await page.emulateMedia({media: 'print'});
		expect(await page.locator('svg').isVisible()).toBe(true);
		expect(await page.locator('#rows').isVisible()).toBe(true);
		await context.close();
	});

	it('keeps the whole ladder in reach at the width of a telephone', async () => {
		const {page} = await visit(opened('stories/zombie.fence').html);
		await page.setViewportSize({width: 360, height: 640});
		expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
		await page.close();
	});
});

type Run = {
	readonly html: string;
	readonly moments: readonly Moment[];
	/** Order: as the rows of the ladder. Lines without a number belong to the row above them. */
	readonly rows: readonly {readonly seq: number; readonly text: string}[];
	readonly end: Moment['world'];
};

function opened(story: string): Run {
	const run = runOf(readFileSync(join(import.meta.dirname, '..', story), 'utf8'));
	const {tree} = run;
	const moments = [...past(tree), ...ahead(tree)].flatMap((moment) => moment.moments);
	const end = [...past(tree), ...ahead(tree)].at(-1)?.world;
	if (end === undefined) throw new Error('a run has a moment');
	return {
		html: exported('html', run, {columns: 80, ascii: false}),
		moments,
		rows: rowsOf(ladderSentences(toldOf(tree), present(tree).world.spec)),
		end,
	};
}

function rowsOf(sentences: ReturnType<typeof ladderSentences>): Run['rows'] {
	const rows: {seq: number; text: string}[] = [];
	for (const {number, seq, text} of sentences) {
		const last = rows.at(-1);
		const said = text.replace(/^\d+\. /, '');
		if (last === undefined || number !== null) rows.push({seq: seq ?? 0, text: said});
		else last.text += ` ${said}`;
	}
	return rows;
}

/** The worlds that there were from the first event of a row until the next row began. */
function worldsIn({moments, rows}: Run, row: number): readonly string[] {
	const from = rows[row]?.seq ?? 0;
	const until = rows.slice(row + 1).find(({seq}) => seq > from)?.seq ?? Number.POSITIVE_INFINITY;
	return moments
		.filter(({event}) => event.seq >= from && event.seq < until)
		.map(({world}) => stateLines(world).join('\n'));
}

async function shown(page: Page): Promise<{readonly said: string; readonly world: readonly string[]}> {
	const [time = '', ...truths] = await page.locator('#truth li').allTextContents();
	const beliefs = await page.locator('#belief li').allTextContents();
	return {said: (await page.locator('#said').textContent()) ?? '', world: [time, ...beliefs, ...truths]};
}
