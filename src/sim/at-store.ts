import {at, type ClientStep, clientName, replaced, withLocal, withReports, withShared} from './client-step.js';
import type {Reply, Sender} from './message.js';
import type {Report} from './report.js';
import {type Asking, type DataRequest, type InTransaction, serveStore} from './store/serve.js';
import type {StoreState} from './world.js';

/** What a store made of a request: the step after it, and its answer; null where a non-atomic store has checked and not yet applied. */
type AtStore = {readonly step: ClientStep; readonly reply: Reply | null};

/** The step after a store has dealt with a request. `twoSteps`: a non-atomic store stops between check and apply. */
export function serveAt(
	step: ClientStep,
	request: DataRequest,
	sender: Sender,
	{twoSteps = false, within = null}: {readonly twoSteps?: boolean; readonly within?: InTransaction | null} = {},
): AtStore {
	const served = serveStore(step.spec, step.shared, request, asking(step, request, sender, within), twoSteps);
	return {step: settled(step, request, served.store, served.reply, served.reports, sender), reply: served.reply};
}

/** Who asks a store, and whether the newest write there is its own. */
export function asking(
	step: ClientStep,
	{store, resource}: DataRequest,
	{life}: Sender,
	within: InTransaction | null = null,
): Asking {
	const version = step.shared.stores[store]?.resources[resource]?.version;
	const wrote = step.local.wrote.find(
		(each) => each.life === life && each.store === store && each.resource === resource,
	);
	return {
		client: clientName(step),
		now: step.now,
		wroteNewest: wrote !== undefined && wrote.version === version,
		within,
	};
}

/** The step with the next state of a store. */
export function withStore(step: ClientStep, store: number, change: Partial<StoreState>): ClientStep {
	const {stores} = step.shared;
	return withShared(step, {stores: replaced(stores, store, {...at(stores, store), ...change})});
}

function settled(
	step: ClientStep,
	{store: index, resource}: DataRequest,
	store: StoreState,
	reply: Reply | null,
	reports: readonly Report[],
	{life}: Sender,
): ClientStep {
	const next = withReports(withStore(step, index, store), reports);
	if (reply?.kind !== 'accepted') return next;
	const others = step.local.wrote.filter(
		(each) => each.life !== life || each.store !== index || each.resource !== resource,
	);
	return withLocal(next, {wrote: [...others, {life, store: index, resource, version: reply.version}]});
}
