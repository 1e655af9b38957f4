import {designs} from 'fence-tutor:designs';
import {describe, expect, it} from 'vitest';
import {cellAt, type ProvedDesign} from '../../src/design/catalogue.js';
import {faultRows, promises} from '../../src/design/rows.js';
import {faultWords, promiseWords} from '../../src/narrate/design.js';
import {designsPage} from '../../src/view/designs/page.js';
import {faultsOf, inChromium, isLeftOut} from './in-chromium.js';

const [first] = designs;
if (first === undefined) throw new Error('the catalogue is empty');

/** What the cells of a design say, in words of our own: proved, broken in so many moves, not searched, or nothing that is asked. */
function verdictsOf(design: ProvedDesign): readonly (readonly string[])[] {
	return faultRows.map(({fault}) =>
		promises.map((promise) => {
			const cell = cellAt(design, fault, promise);
			return cell.verdict === 'broken' ? `broken in ${cell.moves}` : cell.verdict;
		}),
	);
}

/** The same of the text of a cell of the page. */
function verdictIn(text: string): string {
	return {'not searched': 'unknown', '-': 'does-not-apply'}[text] ?? text;
}

describe.skipIf(isLeftOut)('The page of the catalogue of designs in Chromium', () => {
	const {visit, browser, kept} = inChromium();

	it('shows of every design what was found out, and says nothing on the console', async () => {
		const {page, troubles} = await visit(designsPage(designs, designs));
		const tables = await page.locator('section').evaluateAll((sections) =>
			sections.map((section) => {
				// The tests know no DOM.
				type Part = {
					readonly textContent: string;
					querySelector(what: string): Part;
					querySelectorAll(what: string): Iterable<Part>;
				};
				const all = (part: Part, what: string) => Array.from(part.querySelectorAll(what), (each) => each.textContent);
				const here = section as unknown as Part;
				return {
					name: here.querySelector('h2').textContent,
					columns: all(here, 'thead th'),
					faults: all(here, 'tbody th'),
					cells: Array.from(here.querySelectorAll('tbody tr'), (row) => all(row, 'td')),
				};
			}),
		);
		expect(tables.map(({cells, ...rest}) => ({...rest, cells: cells.map((row) => row.map(verdictIn))}))).toEqual(
			designs.map((design) => ({
				name: design.name,
				columns: promises.map((promise) => promiseWords[promise].label),
				faults: faultRows.map(({fault}) => faultWords[fault].label),
				cells: verdictsOf(design),
			})),
		);
		expect(troubles).toEqual([]);
		await page.close();
	});

	it('opens the story of a broken cell that is chosen by keys', async () => {
		const {page, troubles} = await visit(designsPage(designs, designs));
		const link = page.locator('section').first().locator('td.broken a').first();
		const target = (await link.getAttribute('href')) ?? '';
		const story = page.locator(`[id="${target.slice(1)}"]`);
		expect(await story.isVisible()).toBe(false);
		await link.focus();
		await page.keyboard.press('Enter');
		await story.waitFor({state: 'visible'});
		expect(await story.locator('pre').textContent()).toContain('step A');
		expect(await story.textContent()).toContain('Broken in ');
		expect(troubles).toEqual([]);
		await page.close();
	});

	it('has a story behind each link, and no two of one address', async () => {
		const {page} = await visit(designsPage(designs, designs));
		// The tests know no DOM.
		type Part = {getAttribute(name: string): string | null};
		const all = (what: string, name: string) =>
			page
				.locator(what)
				.evaluateAll((parts, name) => parts.map((part) => (part as unknown as Part).getAttribute(name) ?? ''), name);
		const ids = await all('[id]', 'id');
		const links = await all('a[href^="#"]', 'href');
		expect(new Set(ids).size).toBe(ids.length);
		expect(links.length).toBeGreaterThan(300);
		expect(links.filter((link) => !ids.includes(link.slice(1)))).toEqual([]);
		await page.close();
	});

	it.each(['light', 'dark'] as const)(
		'has nothing that keeps anybody out, where the reader wants it %s',
		async (scheme) => {
			// Every design has the same parts: two of them, and one alone with its ladders, are looked at.
			for (const some of [designs.slice(0, 2), [first]]) {
				const {page, troubles} = await visit(designsPage(some, designs));
				await page.emulateMedia({colorScheme: scheme});
				for (const summary of await page.locator('summary').all()) await summary.click();
				expect(await faultsOf(page)).toEqual([]);
				expect(troubles).toEqual([]);
				await page.close();
			}
		},
	);

	it('says all of it without a script, at the width of a telephone and on paper', async () => {
		const context = await browser().newContext({javaScriptEnabled: false, viewport: {width: 360, height: 640}});
		const page = await context.newPage();
		await page.goto(kept(designsPage(designs, designs)));
		expect(await page.locator('section').count()).toBe(designs.length);
		const body = await page.locator('body').boundingBox();
		expect(body?.width ?? 0).toBeLessThanOrEqual(360);
		await page.emulateMedia({media: 'print'});
		expect(await page.locator('table').first().isVisible()).toBe(true);
		await context.close();
	});
});
