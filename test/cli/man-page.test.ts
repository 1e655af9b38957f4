import {describe, expect, it} from 'vitest';
import {manPage} from '../../src/cli/man-page.js';
import {registry} from '../../src/cli/registry.js';

describe('The manual page', () => {
	it('tells every subcommand with all its options and examples', async () => {
		const page = (await manPage('1.2.3')).replaceAll('\\-', '-');
		for (const {load} of registry) {
			const {name, options, examples} = await load();
			expect(page).toContain(`.B fence-tutor ${name}`);
			for (const option of Object.keys(options)) expect(page).toContain(`\\fB--${option}`);
			for (const {line} of examples) expect(page).toContain(line.replaceAll('\\', '\\e'));
		}
	});

	it('has no line that roff would take for a request of its own', async () => {
		const requests = new Set(['TH', 'SH', 'TP', 'B', 'RS', 'RE', 'PP', 'br']);
		const lines = (await manPage('1.2.3')).split('\n').filter((line) => /^[.']/.test(line));
		for (const line of lines) expect(requests).toContain(/^\.(\w+)/.exec(line)?.[1]);
	});
});
