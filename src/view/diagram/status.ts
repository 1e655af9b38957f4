import {printOperation} from '../../language/print-operation.js';
import {printRule} from '../../language/print-service.js';
import {fenceWords} from '../../narrate/fence.js';
import {type Reading, wholeReading} from '../../narrate/reading.js';
import {holderWords} from '../../narrate/row.js';
import {rowWords, transactionWords} from '../../narrate/rows.js';
import {workWords} from '../../narrate/state.js';
import {ttlOf} from '../../sim/lock/registry.js';
import {
	belief,
	closedUntil,
	contents,
	hasPower,
	holders,
	isStalled,
	isUp,
	lease,
	nextStep,
	transactionsOf,
	waitsFor,
} from '../../sim/look.js';
import type {Operation} from '../../sim/statement.js';
import type {World} from '../../sim/world.js';
import {pad} from '../text/fit.js';
import {type Row, rowWidth, type Span, type Style, wrapRow} from '../text/row.js';
import {visible} from '../text/visible.js';
import {width} from '../text/width.js';
import {barOf, bars} from './bars.js';
import {serverCells} from './servers.js';
import {pairs} from './verdict.js';

/** One line per actor: what it believes, what is true, and the seconds left as a bar. `now` draws an earlier moment, while time is seen passing. */
export function statusRows(
	world: World,
	columns: number,
	now: number = world.now,
	reading: Reading = wholeReading,
): readonly Row[] {
	const {clients, locks, stores} = world.spec;
	const names = [...clients, ...(locks.length > 1 ? locks : []), ...stores].map(({name}) => width(visible(name)));
	const label = Math.min(Math.max(4, ...names), 12, Math.max(4, Math.floor(columns / 4)));
	const lines = [
		...clients.map(({name}, index) => clientLine(world, name, index, columns - label - 3, now, reading)),
		...locks.map(({name}) => lockLine(world, name, columns - label - 3, now, reading)),
		...stores.map(({name}) => storeLine(world, name, reading)),
	];
	return lines.flatMap((line) => laidOut(line, label, columns));
}

/** An actor's line in the making. */
type Line = {readonly name: string; readonly mark: string; readonly style: Style; readonly words: Row};

function laidOut({name, mark, style, words}: Line, label: number, columns: number): readonly Row[] {
	const shown = visible(name);
	const start: Row = [
		{text: `${mark} `, style},
		{text: `${pad(shown, Math.max(label, 1))} `, style: 'bold'},
	];
	const room = Math.max(1, columns - rowWidth(start));
	const full: Row = width(shown) > label ? [{text: `${shown}: `, style: 'plain'}, ...words] : words;
	const lines = wrapRow(full, room);
	return lines.map((line, index) =>
		index === 0 ? [...start, ...line] : [{text: ' '.repeat(columns - room), style: 'plain' as const}, ...line],
	);
}

function clientLine(world: World, name: string, index: number, room: number, now: number, {tokens}: Reading): Line {
	const process = world.locals[index]?.process ?? 'running';
	const held = world.spec.locks.flatMap((lock) => {
		const believed = belief(world, name, lock.name);
		return believed === null ? [] : [{lock: lock.name, ttl: ttlOf(lock.service), ...believed}];
	});
	const state: Row =
		process === 'running' ? [] : [{text: `${process} `, style: process === 'paused' ? 'paused' : 'crashed'}];
	const bar = barOf(world, name);
	const beliefs = held.flatMap(({lock, ttl, until, token}, position): Row => {
		const truth = lease(world, lock);
		const claim =
			`${position > 0 ? ', ' : ''}believes ${world.spec.locks.length > 1 ? `${visible(lock)} ` : ''}${tokens ? (token ?? '') : ''}`.trimEnd();
		return [
			{text: claim, style: 'belief'},
			...(until === null ? [] : left(until - now, ttl, barRoom(world, room), 'belief')),
			...agreement(holders(world, lock).includes(name), truth?.holder ?? null),
		];
	});
	const open = transactionsOf(world, name).map(transactionWords).join('; ');
	const inside: Row = open === '' ? [] : [{text: `${held.length === 0 ? '' : '; '}${open}`, style: 'lease'}];
	const line = lineWords(world, name);
	const waits: Row =
		line === '' ? [] : [{text: `${held.length === 0 && open === '' ? '' : '; '}${line}`, style: 'plain'}];
	const idle: Row =
		held.length === 0 && open === '' && line === '' && process === 'running'
			? [{text: 'believes nothing', style: 'dim'}]
			: [];
	return {
		name,
		mark: bar.bar,
		style: bar.style,
		words: joined([...state, ...beliefs, ...inside, ...waits, ...idle], upNext(world, name, index)),
	};
}

/** For which locks a client stands in line, where it does. */
export function lineWords(world: World, client: string): string {
	const {locks} = world.spec;
	const names = locks
		.map(({name}) => name)
		.filter((name) => hasPower(world, name) && belief(world, client, name) === null && waitsFor(world, client, name));
	if (names.length === 0) return '';
	return locks.length === 1 ? 'waits in line' : `waits in line for ${names.map(visible).join(', ')}`;
}

/** Two blanks between what is so and what comes next. */
function joined(now: Row, next: Row): Row {
	const gap = now.at(-1)?.text.endsWith(' ') ? ' ' : '  ';
	return next.length === 0 ? now : [...now, {text: gap, style: 'plain'}, ...next];
}

/** Until when a client works, or where its program stands: its next step, or how it ended. Names that go without saying are left out. */
function upNext(world: World, name: string, index: number): Row {
	const work = workWords(world, name);
	if (work !== null) return [{text: work, style: 'plain'}];
	const ended = world.locals[index]?.program.ended ?? null;
	if (ended !== null) return [{text: ended === 'ok' ? 'done' : 'gave up', style: 'dim'}];
	const next = nextStep(world, name);
	if (next === null) return [];
	return [{text: `next: ${visible(briefStep(world, next))}`, style: 'dim'}];
}

/** A step of a program without the names that go without saying. */
export function briefStep({spec}: World, step: Operation): string {
	const text = printOperation(step);
	if (step.kind === 'works' || spec.locks.length > 1 || spec.resources.length > 1) return text;
	const [verb = '', , ...others] = text.split(' ');
	return [verb, ...others].join(' ');
}

/** What is true, where a client believes that it holds the lock. */
function agreement(holds: boolean, holder: string | null): Row {
	if (holds) return [{text: ' ✓ holds it', style: 'accepted'}];
	return [{text: ` ✗ ${holderWords(holder === null ? null : visible(holder))}`, style: 'violation'}];
}

function lockLine(world: World, name: string, room: number, now: number, {tokens}: Reading): Line {
	const held = lease(world, name);
	const service = world.spec.locks.find((lock) => lock.name === name)?.service;
	const label = world.spec.locks.length > 1 ? name : 'LOCK';
	if (!hasPower(world, name))
		return {name: label, mark: bars.down.bar, style: bars.down.style, words: [{text: 'crashed', style: 'crashed'}]};
	const stalled = isStalled(world);
	const state: Row = stalled ? [{text: 'paused ', style: 'paused'}] : [];
	const bar = stalled ? bars.paused : held === null ? bars.idle : bars.held;
	if (held === null) {
		const closed = closedUntil(world, name);
		const words: Row =
			closed === null
				? [{text: 'free', style: 'dim'}]
				: [{text: 'closed', style: 'lease'}, ...left(closed - now, 0, 0, 'lease')];
		return {name: label, mark: bar.bar, style: bar.style, words: [...state, ...words, ...nodesOf(world, name)]};
	}
	const others = held.others.map((each) => `, ${visible(each)} too`).join('');
	const whose = `${visible(held.holder)} holds${others}${held.token === null || !tokens ? '' : ` ${held.token}`}${held.dead ? ' (died)' : ''}`;
	return {
		name: label,
		mark: bar.bar,
		style: bar.style,
		words: [
			...state,
			{text: whose, style: 'lease'},
			...nodesOf(world, name),
			...(held.expiresAt === null
				? []
				: left(held.expiresAt - now, service === undefined ? 1 : ttlOf(service), barRoom(world, room), 'lease')),
		],
	};
}

/** What each server of a lock keeps, where it has several. */
function nodesOf(world: World, name: string): Row {
	const cells = serverCells(world, name);
	return cells === null ? [] : [{text: `  ${cells}`, style: 'lease'}];
}

/** Bars of one world are of one scale, and leave room for what its programs do next. */
function barRoom({spec}: World, room: number): number {
	return spec.clients.some(({program}) => program !== null) ? Math.max(0, room - 44) : room;
}

/** The time left as a bar, where there is room for one, and in seconds. */
function left(ms: number, ttl: number, room: number, style: Style): Row {
	const words: Span = {text: ms > 0 ? ` ${Math.ceil(ms / 100) / 10} s` : ' 0 s', style: ms > 0 ? 'plain' : 'violation'};
	const columns = Math.min(20, room - 20);
	return columns < 4 ? [words] : [{text: ' ', style: 'plain'}, ...meter(ms / ttl, columns, style), words];
}

function storeLine(world: World, name: string, {rules, versions}: Reading): Line {
	const {resources, stores} = world.spec;
	const kept = resources.map((resource) => {
		const {values, version} = contents(world, name, resource.name);
		const label = resources.length > 1 ? visible(resource.name) : '';
		const rowed = rowWords(world, name, resource.name) ?? '';
		return [
			label,
			pairs(values),
			versions ? `version ${version}` : '',
			fenceWords(world, name, resource.name) ?? '',
			rowed,
		]
			.filter((part) => part !== '')
			.join(' ');
	});
	const store = stores.find((each) => each.name === name);
	const rule = !rules || store === undefined ? '' : printRule(store);
	const words: Row = [
		...(isUp(world, name) ? [] : [{text: 'crashed ', style: 'crashed' as const}]),
		{text: kept.join(', '), style: 'plain'},
		{text: ` ${rule}`, style: 'dim'},
	];
	const bar = barOf(world, name);
	return {name, mark: bar.bar, style: bar.style, words};
}

/** A bar of `columns` that is full up to a share of it, in one style; never empty while anything is left, and never full while anything is gone. */
function meter(share: number, columns: number, style: Style): Row {
	const exact = Math.max(0, Math.min(1, share)) * columns;
	const full = exact <= 0 ? 0 : exact >= columns ? columns : Math.max(1, Math.min(columns - 1, Math.round(exact)));
	const mark = style === 'lease' ? '═' : '━';
	return [
		{text: mark.repeat(full), style},
		{text: '┄'.repeat(columns - full), style: 'dim' as const},
	].filter(({text}) => text !== '');
}
