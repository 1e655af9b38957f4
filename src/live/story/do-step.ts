import {setTimeout as after} from 'node:timers/promises';
import type {Statement} from '../../sim/statement.js';
import {mono, until} from '../clock.js';
import type {Server} from '../server/server.js';
import {type LiveRun, note, transactionKey} from './live-run.js';
import type {Step} from './plan.js';

/** Does one step of the plan with the real servers and processes. Ends when it is done, or when its time is over. `index`: its place in the plan. */
export async function doStep(run: LiveRun, step: Step, index: number): Promise<void> {
	const {statement, text} = step;
	const early = run.ahead.get(step);
	if (early !== undefined) return early;
	switch (statement.kind) {
		case 'do':
			return operate(run, step, false);
		case 'pause':
			return pause(run, statement.client, index);
		case 'resume':
			return resume(run, statement.client);
		case 'wait':
			return wait(run, statement.for, text);
		case 'expect':
			return;
		case 'wait-until-expiry':
			return waitUntilExpiry(run);
		case 'cut':
		case 'heal':
			return changeLink(run, statement);
		case 'crash':
		case 'restart':
			return run.plan.clients.includes(statement.actor)
				? changeClient(run, statement.actor, statement.kind)
				: changeServers(run, statement.actor, statement.kind);
		case 'revoke':
		case 'delete':
			return takeAway(run, statement.kind);
		case 'kill':
			return changeServers(run, 'locks', 'kill');
		case 'stall':
			return changeServers(run, 'locks', 'pause');
		case 'unstall':
			return changeServers(run, 'locks', 'resume');
		default:
			throw new Error(`not for a live run: ${statement.kind}`);
	}
}

/** Ends a pause that has a length when its time is over. */
export async function goOn(run: LiveRun, actor: string): Promise<void> {
	await (actor === 'locks' ? changeServers(run, 'locks', 'resume') : resume(run, actor));
}

/** Lets a client do an operation, and waits for its answer for as long as one should take. `stopFirst`: the client stands still right before it. */
async function operate(run: LiveRun, {statement}: Step, stopFirst: boolean): Promise<void> {
	if (statement.kind !== 'do') return;
	const {pace, stage, slowness} = run;
	const {client, operation} = statement;
	const id = run.nextId++;
	const ttl = 'ttl' in operation && operation.ttl !== null ? Math.round(operation.ttl / pace.scale) : pace.ttl;
	if (operation.kind === 'acquire' || operation.kind === 'renew') run.wanted.set(client, ttl);
	const within = 'within' in operation && operation.within !== undefined ? operation.within / pace.scale : null;
	const sent = mono();
	if (operation.kind === 'acquire' || operation.kind === 'renew') run.asked.set(client, stopFirst ? null : sent);
	if (operation.kind === 'release') run.releasing.set(client, sent);
	if (operation.kind === 'commit' || operation.kind === 'rollback')
		run.ending.set(transactionKey({client, store: operation.store}), sent);
	const answered = new Promise<void>((done) => run.waiting.set(id, done));
	stage.person(client).send({kind: 'do', id, operation, ttl, within, stopFirst});
	if (stopFirst) return answered;
	const inTime = await Promise.race([
		answered.then(() => true),
		after((run.still ? patience.still : patience.usual) * slowness, false, {ref: false}),
	]);
	if (!inTime) note(run, {kind: 'unknown', client, what: operation.kind});
	else if (run.troubles.size === 0 && !isDeadlock(run, client)) run.lag.note(mono() - sent - usualAnswer);
}

/** Whether a client has just heard of a circle of waits, which a server looks for in its own time. */
function isDeadlock({fresh}: LiveRun, client: string): boolean {
	return fresh.some(
		({happening}) => happening.kind === 'rejected' && happening.client === client && happening.reason === 'deadlock',
	);
}

/** How long an operation may take before its client gives it up: while a server stands still there is nothing to wait for. Units: real ms. */
const patience = {usual: 6000, still: 500};

/** An answer within this time says nothing of the machine. Units: real ms. */
const usualAnswer = 60;

async function pause(run: LiveRun, client: string, index: number): Promise<void> {
	const person = run.stage.person(client);
	const next = nextOwn(run, client, index);
	if (next === null) person.signal('SIGSTOP');
	else run.ahead.set(next, operate(run, next, true));
	await person.stopped();
	note(run, {kind: 'paused', client});
}

/** The step that A takes right after it resumes, if nobody does anything in between: the pause lies exactly before it. */
function nextOwn({plan, options}: LiveRun, client: string, index: number): Step | null {
	const resumed = plan.steps.findIndex(
		(step, at) =>
			at > index &&
			((step.statement.kind === 'resume' && step.statement.client === client) ||
				options.resumes(step).some(({actor}) => actor === client)),
	);
	const at = plan.steps[resumed];
	const next = plan.steps[resumed + 1];
	if (at === undefined || next?.statement.kind !== 'do' || next.statement.client !== client) return null;
	return at.statement.kind === 'resume' || options.resumes(at).some(({actor, isLast}) => actor === client && isLast)
		? next
		: null;
}

function resume(run: LiveRun, client: string): void {
	note(run, {kind: 'resumed', client});
	if (run.asked.get(client) === null) run.asked.set(client, mono());
	run.stage.person(client).signal('SIGCONT');
}

/** Units: `time` in virtual ms. */
async function wait({options, pace, stage, stopped}: LiveRun, time: number, text: string): Promise<void> {
	options.progress(`waiting ${text.replace(/^wait\s+/i, '')}`);
	await Promise.race([after(time / pace.scale, undefined, {ref: true}), stopped]);
	for (const server of stage.servers) server.sync();
}

async function waitUntilExpiry(run: LiveRun): Promise<void> {
	run.options.progress('waiting until the lease ends');
	// The next in line may have the lock at once, so that nobody is ever seen without it.
	const before = run.endings;
	const limit = run.pace.ttl * 3 + 5000 * run.slowness;
	await Promise.race([
		until('the lease ends', () => run.holder === null || run.endings > before, {limit, every: 2}),
		run.stopped,
	]);
}

function changeLink(run: LiveRun, {kind, from, to}: Extract<Statement, {kind: 'cut' | 'heal'}>): void {
	for (const name of to) {
		const place = `${from} ${name}`;
		if (kind === 'cut') run.troubles.add(place);
		else run.troubles.delete(place);
		const {toLock, toStore} = run.stage.person(from);
		const routes = name === 'locks' ? toLock : [toStore.get(name) ?? toLock[Number(name.slice(1)) - 1]];
		for (const route of routes) route?.[kind]();
	}
	note(run, {kind: kind === 'cut' ? 'cut' : 'healed', from, to});
}

/** A new process that begins within this time says nothing of the machine. Units: real ms. */
const usualStart = 400;

async function changeClient(run: LiveRun, client: string, what: 'crash' | 'restart'): Promise<void> {
	const person = run.stage.person(client);
	if (what === 'crash') {
		const at = mono();
		run.dead.add(client);
		person.signal('SIGKILL');
		await person.gone();
		note(run, {kind: 'crashed', actor: client, client}, at);
		for (const [transaction, write] of run.alone)
			if (write.client === client && run.alone.delete(transaction)) run.orphans.set(transaction, write);
		const {lock} = run.plan;
		if (lock !== null && run.believers.delete(client)) note(run, {kind: 'disbelieved', client, lock: lock.name}, at);
		return;
	}
	const began = mono();
	await person.begin();
	run.lag.note(mono() - began - usualStart);
	run.dead.delete(client);
	note(run, {kind: 'restarted', actor: client, client});
}

/** `actor`: one node of a redlock, or `locks` for all servers. */
async function changeServers(
	run: LiveRun,
	actor: string,
	verb: 'crash' | 'kill' | 'restart' | 'pause' | 'resume',
): Promise<void> {
	const all = run.stage.servers;
	const servers = /^n\d$/.test(actor) ? all.slice(Number(actor.slice(1)) - 1).slice(0, 1) : all;
	if (servers.length === 0) throw new Error(`no server for ${actor}`);
	const each = (act: (server: Server) => void | Promise<void>) => Promise.all(servers.map(act));
	run.isMeasured = false;
	if (verb === 'restart' || verb === 'resume') run.troubles.delete(actor);
	else run.troubles.add(actor);
	switch (verb) {
		case 'crash':
			await each((server) => server.losePower());
			return note(run, {kind: 'crashed', actor});
		case 'kill':
			await each((server) => server.kill());
			return note(run, {kind: 'crashed', actor});
		case 'restart':
			await each((server) => server.start());
			return note(run, {kind: 'restarted', actor});
		case 'pause':
			run.still = true;
			await each((server) => server.pause());
			return note(run, {kind: 'paused', actor: 'locks'});
		case 'resume':
			run.still = false;
			run.resumedAt = mono();
			note(run, {kind: 'resumed', actor: 'locks'}, run.resumedAt);
			run.resumedAt += 0.01;
			await each((server) => server.resume());
	}
}

/** What an operator does. Who stands in line may have the lock before this has ended. */
async function takeAway(run: LiveRun, how: 'revoke' | 'delete'): Promise<void> {
	const {
		plan: {lock},
		stage: {truth},
		holder,
	} = run;
	if (lock === null || truth === null) return;
	run.holder = null;
	if (holder !== null) note(run, {kind: 'revoked', lock: lock.name, client: holder, token: run.token});
	// The record of a key of Redis is its counter too; elsewhere the numbers stay.
	await (how === 'delete' && lock.kind === 'redis' ? truth.clear() : truth.revoke());
}
