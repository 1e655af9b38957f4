import {designs} from 'fence-tutor:designs';
import {describe, expect, it} from 'vitest';
import {browseDesign} from '../../../src/cli/tty/browse-design.js';
import {cellAt, type ProvedDesign} from '../../../src/design/catalogue.js';
import {fakeIo} from '../fake-io.js';
import {fakeTerminal} from './a-terminal.js';

const right = '\u001B[C';
const down = '\u001B[B';
const end = '\u001B[F';
const esc = '\u001B';

const [first] = designs;
if (first === undefined) throw new Error('the catalogue is empty');

/** A design on a terminal of a size, while it is judged or not. */
function opened(
	design: Parameters<typeof browseDesign>[0],
	judge: Parameters<typeof browseDesign>[2] = null,
	columns = 80,
	rows = 24,
) {
	const {io, stderr} = fakeIo();
	const fake = fakeTerminal(columns, rows);
	return {...fake, stderr, over: browseDesign(design, designs, judge, {...io, columns}, fake.terminal)};
}

describe('A design on the full screen', () => {
	it.each([
		[80, 24],
		[60, 20],
	])(
		'tells on Enter the shortest story of a broken cell and what would mend it, at %i by %i',
		async (columns, rows) => {
			const {type, shows, over} = opened(first, null, columns, rows);
			await shows(first.name);
			type(right);
			const cell = cellAt(first, 'pause', 'no-stale-write');
			if (cell.verdict !== 'broken') throw new Error('the first design breaks by a pause');
			await shows(`Broken in ${cell.moves} moves`);
			type('\r');
			await shows(
				(screen) => screen.includes('and none is shorter') && screen.includes(cell.script.split('; ')[0] ?? ''),
			);
			type(end);
			await shows('What would mend it:');
			type(esc);
			await shows((screen) => screen.includes('arrows') && !screen.includes('What would mend it:'));
			type('q');
			expect(await over).toMatchObject({code: 0});
		},
	);

	it('moves over the cells and shows the world', async () => {
		const {type, shows, over} = opened(first);
		await shows(first.name);
		type(`${down}${down}w`);
		await shows('A runs acquire account');
		type(`${esc}`);
		await shows('arrows');
		type('\u0003');
		expect(await over).toMatchObject({code: 0});
	});

	it('shows what is found out while it is judged, and stops on Esc', async () => {
		let stops: () => boolean = () => false;
		let finish: (found: ProvedDesign) => void = () => {};
		const {table: _, ...open} = first;
		const {type, shows, over} = opened(open, (watch) => {
			watch.onProgress('pause (1 of 10): 200 states');
			stops = watch.isStopped;
			return new Promise((resolve) => {
				finish = resolve;
			});
		});
		await shows('pause (1 of 10): 200 states');
		await shows('Esc stops');
		expect(stops()).toBe(false);
		type(esc);
		await expect.poll(() => stops()).toBe(true);
		finish(first);
		await shows((screen) => screen.includes('Broken in') && !screen.includes('Esc stops'));
		type('q');
		expect((await over).design).toBe(first);
	});

	it('stops what is searched where it is left', async () => {
		let stops: () => boolean = () => false;
		const {table: _, ...open} = first;
		const {type, shows, over} = opened(open, (watch) => {
			stops = watch.isStopped;
			watch.onProgress('pause (1 of 10): 200 states');
			return new Promise(() => {});
		});
		await shows('200 states');
		type('q');
		expect(await over).toMatchObject({code: 0});
		expect(stops()).toBe(true);
	});

	it('says in a sentence that the judging has broken down', async () => {
		const {table: _, ...open} = first;
		const {stderr, over} = opened(open, () => Promise.reject(new Error('out of numbers')));
		expect(await over).toMatchObject({code: 70});
		expect(stderr()).toContain('That is our mistake, not yours. Please report this:\nError: out of numbers');
	});
});
