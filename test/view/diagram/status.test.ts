import {expect, test} from 'vitest';
import {stateLines} from '../../../src/narrate/state.js';
import {statusRows} from '../../../src/view/diagram/status.js';
import {rowText, rowWidth} from '../../../src/view/text/row.js';
import {tell, zombie} from './tell.js';

const upTo = (count: number) =>
	tell(
		zombie
			.trim()
			.split('\n')
			.slice(0, 6 + count)
			.join('\n'),
	).world;

test('each actor has a line: what it believes, what is true, and how long it lasts', () => {
	expect(statusRows(upTo(5), 80).map(rowText)).toEqual([
		'░ A    paused believes 33 ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ 0 s ✗ B holds it',
		'┃ B    believes 34 ━━━━━━━━━━━━━━━━━━━━ 10 s ✓ holds it',
		'║ LOCK B holds 34 ════════════════════ 10 s',
		'│ raw  balance=100 version 0 unfenced',
		'│ safe balance=100 version 0 fenced',
	]);
});

test('the bars of lease and belief shrink while time passes', () => {
	const world = upTo(1);
	const lines = (now: number) =>
		statusRows(world, 80, now)
			.map(rowText)
			.filter((line) => /[━═]/.test(line));
	expect(lines(2500)).toEqual([
		'┃ A    believes 33 ━━━━━━━━━━━━━━━┄┄┄┄┄ 7.5 s ✓ holds it',
		'║ LOCK A holds 33 ═══════════════┄┄┄┄┄ 7.5 s',
	]);
	expect(lines(9900)).toEqual([
		'┃ A    believes 33 ━┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ 0.1 s ✓ holds it',
		'║ LOCK A holds 33 ═┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ 0.1 s',
	]);
});

test('the lines fit every width and lose no word', () => {
	const world = upTo(8);
	const words = (columns: number) =>
		statusRows(world, columns)
			.map(rowText)
			.join(' ')
			.replace(/[━═┄\s]+/g, '');
	for (let columns = 20; columns <= 200; columns += 1) {
		for (const row of statusRows(world, columns)) expect(rowWidth(row)).toBeLessThanOrEqual(columns);
		expect(words(columns)).toBe(words(200));
	}
});

test('a client with a program says what it does next, and when it is done', () => {
	const {world} = tell(`
client A
client B
lock account lease ttl 10s
store raw unfenced
put account balance=100
A runs acquire account; read account; write account balance-=10
B runs check account
step A
step A
step B
`);
	expect(statusRows(world, 79).map(rowText).slice(0, 2)).toEqual([
		'┃ A    believes 33 ━━━━━━━━ 10 s ✓ holds it  next: write balance-=10',
		'│ B    believes nothing  gave up',
	]);
});

test('a client that works says until when, by true time, and how much is left while it stands still', () => {
	const setup = `
client A
client B
lock account lease ttl 1m
A runs acquire account; works 45s; release account
`;
	const shown = (lines: string) =>
		statusRows(tell(`${setup}${lines}`).world, 79)
			.map(rowText)
			.slice(0, 2);
	expect(shown('step A')[0]).toMatch(/ next: works 45s$/);
	expect(shown('step A 2\nwait 5s\nB works 1500ms')).toEqual([
		expect.stringMatching(/^▓ A .* ✓ holds it {2}works until 45 s$/),
		'▒ B    believes nothing  works until 6.5 s',
	]);
	expect(shown('step A 2\nwait 5s\nA clock x0.5\nwait 1s')[0]).toMatch(/ works until 85 s$/);
	expect(shown('step A 2\nwait 5s\nA pause\nwait 1s')[0]).toMatch(/ works 40 s more$/);
	expect(shown('step A 2\nwait 5s\nA suspend\nwait 1s')[0]).toMatch(/ works 40 s more$/);
	expect(shown('step A 2\nwait 45s')[0]).toMatch(/ next: release$/);
	expect(stateLines(tell(`${setup}step A 2\nwait 5s`).world)[1]).toMatch(/; works until 45 s$/);
});

test('a redlock shows what each of its nodes keeps', () => {
	const {world} = tell(`
client A
client B
lock account redlock nodes 5 ttl 10s
store raw unfenced
put account balance=100
n5 crash
cut B n4
A acquire account
`);
	expect(statusRows(world, 79).map(rowText)[2]).toBe('║ LOCK A holds  A A A A ✗');
});

test('a client that stands in line is said to, as long as its place is there', () => {
	const setup = 'client A\nclient B\nlock account etcd ttl 2s\nA acquire\nB acquire\n';
	const lineOfB = (lines: string) => rowText(statusRows(tell(`${setup}${lines}`).world, 79)[1] ?? []);
	expect(lineOfB('')).toBe('│ B    waits in line');
	expect(lineOfB('B pause')).toBe('░ B    paused waits in line');
	expect(lineOfB('cut B locks\nwait 2s')).toBe('│ B    believes nothing');
});
