import {printDuration} from '../language/duration.js';
import {grouped} from '../language/grouped.js';
import type {Refusal} from '../sim/refusal.js';

/** Why a statement cannot be done now: a full sentence with the reason, and the line that would help where there is one. */
export function refusalSentence(refusal: Refusal): string {
	const line = helpfulLine(refusal);
	return line === null ? reason(refusal) : `${reason(refusal)} Type: ${line}`;
}

/** The line that would make the statement possible, or null where no single one does. */
export function helpfulLine(refusal: Refusal): string | null {
	switch (refusal.kind) {
		case 'paused':
			return `${refusal.client} resume`;
		case 'client-crashed':
			return `${refusal.client} restart`;
		case 'crashed-already':
			return `${refusal.actor} restart`;
		case 'working':
			return `wait ${printDuration(refusal.left)}`;
		case 'waits-for-reply':
			return 'wait 1s';
		case 'stalled':
		case 'message-queued':
			return 'locks resume';
		case 'too-many-messages':
			return `drop ${refusal.first}`;
		case 'not-read':
			return `${refusal.client} read ${refusal.resource}`;
		case 'not-in-transaction':
			return refusal.store === null ? null : `${refusal.client} begin ${refusal.store}`;
		default:
			return null;
	}
}

function reason(refusal: Refusal): string {
	switch (refusal.kind) {
		case 'unknown-name':
			return `There is no ${refusal.what} ${refusal.name} in this world: the line that declares it was refused.`;
		case 'no-row':
			return `${refusal.name} is no lock, and no store here locks rows. A transactional store does: store ledger transactional`;
		case 'setup-too-late':
			return 'Set-up comes before the first operation. Put this line first, or start again with /reset.';
		case 'too-many':
			return `${refusal.what === 'keys' ? 'A resource' : 'A world'} has at most ${refusal.most} ${refusal.what}.`;
		case 'nothing-to-run': {
			const example = refusal.lock === null ? 'check' : `acquire ${refusal.lock}`;
			return `${refusal.client} has no program to run by itself. Give it one first, for example: ${refusal.client} runs ${example}`;
		}
		case 'too-many-events':
			return `This would make more than ${grouped(refusal.most)} events, which is the limit of one statement. Do it in smaller parts.`;
		case 'too-many-messages':
			return `${refusal.client} has ${grouped(refusal.most)} messages on their way. That is the limit of one client.`;
		case 'wait-too-long':
			return 'A wait is at most 10 years of virtual time.';
		case 'no-lease-runs':
			return 'No lease is running, so there is no expiry to wait for.';
		case 'paused':
			return `${refusal.client} is paused${refusal.already ? ' already' : ''}.`;
		case 'not-paused':
			return `${refusal.client} is not paused.`;
		case 'client-crashed':
			return `${refusal.client} has crashed.`;
		case 'working':
			return `${refusal.client} is working, and does nothing else until that is done.`;
		case 'waits-for-reply':
			return `${refusal.client} is waiting for a reply to its ${refusal.to}.`;
		case 'program-waits':
			return refusal.inLine
				? `${refusal.client}'s program is waiting for its turn at the lock. Let time pass, or let the holder release.`
				: `${refusal.client}'s program is waiting for the reply to its ${refusal.verb ?? 'operation'}, which has not come. Let time pass, deliver the message, or crash and restart ${refusal.client}.`;
		case 'no-program':
			return `${refusal.client} has no program. Give it one at set-up, or type an operation such as ${refusal.client} acquire.`;
		case 'program-ended':
			return `${refusal.client}'s program has ended.`;
		case 'no-store':
			return 'This world has no store. Declare one first, for example: store safe fenced';
		case 'not-read':
			return `${refusal.client} has not read ${refusal.resource} from ${refusal.store} yet, so there is nothing to compute from.`;
		case 'no-such-key':
			return `${refusal.client} remembers no ${refusal.key} of ${refusal.resource} in ${refusal.store}, so there is nothing to compute from.`;
		case 'not-a-number':
			return `${refusal.client} remembers ${refusal.key}=${refusal.value} in ${refusal.store}, which is not a whole number.`;
		case 'not-a-whole-number':
			return `${refusal.key}${refusal.change}${refusal.value} does not give a whole number that this world can hold.`;
		case 'time-not-taken':
			return refusal.words;
		case 'renewed-without-time':
			return `A renewal of ${refusal.lock} carries no time: ${refusal.service} keeps a lock by a session, and a session keeps the time that it was made with.`;
		case 'never-renewed':
			return `A grant of ${refusal.lock} has no time, so there is nothing to renew: ${refusal.service} keeps a lock by a connection.`;
		case 'renews-by-itself':
			return `A client of ${refusal.service} renews ${refusal.lock} by itself, so there is nothing to keep besides.`;
		case 'no-fence':
			return refusal.store === null
				? 'No store here keeps a highest token that could be raised.'
				: `${refusal.store.name} is ${refusal.store.rule} and keeps no highest token that could be raised.`;
		case 'no-transactions':
			return `${refusal.store} is ${refusal.rule} and knows no transactions. Declare one that does: store ledger transactional`;
		case 'not-in-transaction':
			return refusal.store === null
				? `${refusal.client} is in no transaction. A row is locked until its transaction is over, so begin one first.`
				: `${refusal.client} is in no transaction at ${refusal.store}. A row is locked until its transaction is over.`;
		case 'no-such-server':
			return `No lock service here has a ${refusal.actor}.`;
		case 'crashed-already':
			return `${actor(refusal.actor)} has crashed already.`;
		case 'not-crashed':
			return `${actor(refusal.actor)} has not crashed.`;
		case 'no-clock':
			return `${actor(refusal.actor)} has no wall clock that anything here goes by.`;
		case 'stalled':
			return `The lock service is paused${refusal.already ? ' already' : ''}.`;
		case 'not-stalled':
			return 'The lock service is not paused.';
		case 'nothing-fails-over':
			return 'There is no replicated lock service here that could fail over.';
		case 'failed-over-already':
			return 'The replica leads already.';
		case 'nobody-to-lead':
			return 'No lock service here has a leader that another could follow without an outage: etcd, ZooKeeper and Consul have.';
		case 'nobody-holds':
			return `Nobody holds ${refusal.lock}, so there is nothing to take away.`;
		case 'no-link':
			return `There is no link between ${refusal.from} and ${refusal.to}: clients talk to the locks and to stores.`;
		case 'cut-already':
			return `${refusal.from} is cut off from ${refusal.to.join(' and ')} already.`;
		case 'not-cut':
			return `Nothing is cut between ${refusal.from} and ${refusal.to.join(' and ')}.`;
		case 'no-message':
			return `There is no message #${refusal.message} in the network.`;
		case 'message-queued':
			return `Message #${refusal.message} has arrived already: the lock service looks at it when it goes on.`;
		case 'nothing-held':
			return `No request of ${refusal.client} is held in the network.`;
	}
}

function actor(name: string): string {
	return name === 'locks' ? 'The lock service' : name;
}
