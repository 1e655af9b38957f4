import type {Happening} from './event.js';
import type {AuditOnly, Report, Subject} from './report.js';
import {happened, subjectOf} from './report.js';
import type {Instant} from './time.js';
import type {ClientSpec, Local, Shared, Spec} from './world.js';

/**
 * One client's step in the making: the client sees its own part and the shared part, and nothing of the others.
 * Functions on steps are pure: they return the next step. `reports` collects what happened, oldest first.
 */
export type ClientStep = {
	readonly spec: Spec;
	/** The client's position in the spec. */
	readonly client: number;
	readonly now: Instant;
	readonly local: Local;
	readonly shared: Shared;
	/** What somebody wants to hear of; null: everything. A search asks about little, and the rest need not even be written down. */
	readonly heard: ReadonlySet<Subject> | null;
	readonly reports: readonly Reported[];
};

/** A report, and how the client's part and the shared part stood when it was made. */
type Reported = {readonly report: Report; readonly local: Local; readonly shared: Shared};

/** The step with one more report of an event. */
export function report(step: ClientStep, happening: Happening, auditOnly?: AuditOnly): ClientStep {
	if (step.heard !== null && !step.heard.has(happening.kind)) return step;
	return withReports(step, [happened(happening, auditOnly)]);
}

/** The step with more reports of what it now shows. */
export function withReports(step: ClientStep, reports: readonly Report[]): ClientStep {
	const {spec, client, now, local, shared, heard} = step;
	const told = heard === null ? reports : reports.filter((report) => heard.has(subjectOf(report)));
	if (told.length === 0) return step;
	const reported = told.map((report): Reported => ({report, local, shared}));
	return {spec, client, now, local, shared, heard, reports: [...step.reports, ...reported]};
}

/** The step with a changed local part. */
export function withLocal(step: ClientStep, change: Partial<Local>): ClientStep {
	const {spec, client, now, local, shared, heard, reports} = step;
	return {spec, client, now, local: localWith(local, change), shared, heard, reports};
}

/** The step with a changed shared part. */
export function withShared(step: ClientStep, change: Partial<Shared>): ClientStep {
	const {spec, client, now, local, heard, reports} = step;
	return {spec, client, now, local, shared: sharedWith(step.shared, change), heard, reports};
}

/** The shared part with a change. */
export function sharedWith({locks, stores, locksUp, stall, nextMessage}: Shared, change: Partial<Shared>): Shared {
	return Object.assign({locks, stores, locksUp, stall, nextMessage}, change);
}

/** The local part with a change. It is written out field by field: V8 copies an object that is a copy itself twenty times slower. */
export function localWith(local: Local, change: Partial<Local>): Local {
	const copy: Local = {
		process: local.process,
		life: local.life,
		resumeAt: local.resumeAt,
		justResumed: local.justResumed,
		wallOffset: local.wallOffset,
		clock: local.clock,
		program: local.program,
		locks: local.locks,
		memory: local.memory,
		inbox: local.inbox,
		owed: local.owed,
		silence: local.silence,
		wrote: local.wrote,
		work: local.work,
		call: local.call,
		lateRounds: local.lateRounds,
		flight: local.flight,
		cuts: local.cuts,
		sessions: local.sessions,
	};
	return Object.assign(copy, change);
}

/** What was declared of the step's client. */
export function clientSpec(step: ClientStep): ClientSpec {
	return at(step.spec.clients, step.client);
}

/** The name of the step's client. */
export function clientName(step: ClientStep): string {
	return clientSpec(step).name;
}

/** The element at an index that is known to be there. Fails: throws on a position outside the list, which is our error. */
export function at<Element>(list: readonly Element[], index: number): Element {
	const element = list[index];
	if (element === undefined) throw new Error(`position ${index} is outside a list of ${list.length}`);
	return element;
}

/** The list with one element replaced. */
export function replaced<Element>(list: readonly Element[], index: number, element: Element): readonly Element[] {
	return list.map((each, position) => (position === index ? element : each));
}
