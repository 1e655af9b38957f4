import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import axe from 'axe-core';
import {type Browser, chromium, type Page} from 'playwright-core';
import {afterAll, beforeAll} from 'vitest';

const binary = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

/** Whether a suite that needs a browser is left out: on a machine of one's own it may be missing; where everything has to be tested it must be there. */
export const isLeftOut = binary === undefined && process.env['CI'] !== 'true';

/** A page that is open, and all that it said on the console, ended with, or asked of anything but its own file. */
export type Visit = {readonly page: Page; readonly troubles: readonly string[]};

/** A browser for the suite in which this is called, and how a page is opened in it. */
export function inChromium(): {
	readonly visit: (html: string, hash?: string) => Promise<Visit>;
	/** Writes a page, and returns its address. */
	readonly kept: (html: string) => string;
	readonly browser: () => Browser;
} {
	let browser: Browser;
	let folder = '';

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'fence-tutor-page-'));
		if (binary === undefined) throw new Error('Chromium is missing: apt-get install chromium');
		browser = await chromium.launch({executablePath: binary, args: ['--no-sandbox', '--disable-gpu']});
	});

	afterAll(async () => {
		await browser.close();
		rmSync(folder, {recursive: true, force: true});
	});

	function kept(html: string): string {
		const file = join(folder, 'page.html');
		writeFileSync(file, html);
		return pathToFileURL(file).href;
	}

	return {
		kept,
		browser: () => browser,
		async visit(html, hash = '') {
			const troubles: string[] = [];
			const page = await browser.newPage();
			page.on('console', (message) => troubles.push(message.text()));
			page.on('pageerror', (error) => troubles.push(error.message));
			page.on('request', (request) => {
				if (!request.url().startsWith('file:')) troubles.push(request.url());
			});
			await page.goto(`${kept(html)}${hash}`);
			return {page, troubles};
		},
	};
}

/** What axe finds, in words. */
export async function faultsOf(page: Page): Promise<readonly string[]> {
	await page.evaluate(axe.source);
	return await page.evaluate(async () => {
		const {axe: checker} = globalThis as unknown as {
			readonly axe: {
				run(): Promise<{
					readonly violations: readonly {readonly id: string; readonly nodes: readonly {readonly html: string}[]}[];
				}>;
			};
		};
		const {violations} = await checker.run();
		return violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html}`));
	});
}
