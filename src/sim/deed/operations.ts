import type {AddressedOperation} from '../address.js';
import {type Beginnings, comesBack} from '../came-back.js';
import {at} from '../client-step.js';
import {act, type Journal, payOwed} from '../journal.js';
import {operate, refusalOfOperation, refusalOfProcess, takeStep} from '../operate.js';
import {own} from '../own.js';
import {awaitReply} from '../pass.js';
import {catchUp} from '../process.js';
import type {Refusal} from '../refusal.js';
import {mostKeys} from '../setup.js';
import type {MessageOptions} from '../statement.js';
import type {Shared, World} from '../world.js';
import type {Rows} from './row.js';

/** What a client does: an operation, or steps of its program. */
export const operationRows: Rows<'do' | 'step' | 'run'> = {
	do: {
		refuse: ({spec, shared, locals, now}, {client, operation}) => {
			const view = {spec, client, local: at(locals, client), now};
			// Whoever works can still be told to keep a lock no longer.
			const stops = operation.kind === 'keeps' && operation.every === null && view.local.work !== null;
			return (
				(stops && view.local.process === 'running' ? null : refusalOfProcess(view)) ??
				refusalOfOperation(view, operation) ??
				refusalOfKeys(shared, operation)
			);
		},
		carryOut: (journal, {client, operation}) => {
			act(journal, client, (step) => catchUp(operate(step, operation, false)));
			awaitReply(journal, client);
		},
	},
	step: {
		refuse: refusalOfStep,
		carryOut: (journal, {client, count, message}) => takeSteps(journal, client, count, message),
	},
	run: {
		refuse: refusalOfStep,
		carryOut: (journal, {client}) => takeSteps(journal, client, Number.POSITIVE_INFINITY, {}, new Map()),
	},
};

function refusalOfKeys({stores}: Shared, operation: AddressedOperation): Refusal | null {
	if (operation.kind !== 'write') return null;
	const full = stores.some(({resources}) => {
		const {values} = at(resources, operation.resource);
		return own(values, operation.key) === undefined && Object.keys(values).length >= mostKeys;
	});
	return full ? {kind: 'too-many', what: 'keys', most: mostKeys} : null;
}

function refusalOfStep({spec, locals, now}: World, {client}: {readonly client: number}): Refusal | null {
	const {name, program} = at(spec.clients, client);
	const local = at(locals, client);
	if (program === null) return {kind: 'no-program', client: name};
	const hasEnded = local.program.ended !== null;
	const refusal = hasEnded ? null : refusalOfProcess({spec, client, local, now});
	return (
		refusal ?? (hasEnded || program[local.program.at] === undefined ? {kind: 'program-ended', client: name} : null)
	);
}

/** `beginnings`: where a program that comes back to where it was is to stop. */
function takeSteps(
	journal: Journal,
	client: number,
	count: number,
	message: MessageOptions,
	beginnings: Beginnings | null = null,
): void {
	for (let done = 0; done < count; done++) {
		const before = at(journal.world.locals, client).program;
		act(journal, client, (step) => catchUp(takeStep(step, message)));
		awaitReply(journal, client);
		payOwed(journal);
		const {program, process} = at(journal.world.locals, client);
		const again = startedOver(journal.world, client);
		const blocked = program.at === before.at && !again;
		if (blocked || program.ended !== null || program.awaiting !== null || process !== 'running') return;
		const cameBack = again && beginnings !== null ? comesBack(journal.world, client, beginnings) : null;
		if (cameBack !== null) {
			journal.cameBack = cameBack;
			return;
		}
	}
}

/** A program that `retries` stands at its first step again after a failure; a denied acquire there is a block all the same. */
function startedOver({audit, spec, locals}: World, client: number): boolean {
	const {name, program, retries} = at(spec.clients, client);
	const denied = audit.last?.client === name && audit.last.answers.some(({outcome}) => outcome === 'denied');
	return retries && at(locals, client).program.at === 0 && !(program?.[0]?.kind === 'acquire' && denied);
}
