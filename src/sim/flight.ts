import {at, type ClientStep, report, withLocal, withShared} from './client-step.js';
import type {Load} from './event.js';
import {contentOf, type Message, type Reply, type Request, type Sender} from './message.js';
import type {Local} from './world.js';

/** The ends of a message, and what it is. */
export function endsOf(
	step: Pick<ClientStep, 'spec' | 'client'>,
	message: Message,
): {readonly from: string; readonly to: string; readonly what: string} {
	const client = at(step.spec.clients, step.client).name;
	switch (message.kind) {
		case 'request':
			return {from: client, to: targetOf(step, message.request), what: message.request.kind};
		case 'reply':
			return {from: targetOf(step, message.reply), to: client, what: message.reply.kind};
	}
}

/** The number of the next message, and the step in which it is given out. */
export function withNumber(step: ClientStep): {readonly id: number; readonly step: ClientStep} {
	const id = step.shared.nextMessage;
	return {id, step: withShared(step, {nextMessage: id + 1})};
}

/** The step with a message on its way, which gets its number. */
export function depart(step: ClientStep, message: Message): ClientStep {
	const {id, step: numbered} = withNumber(step);
	const flying = withLocal(numbered, {flight: [...step.local.flight, {...message, id}]});
	const load = contentOf(message);
	const byItself = message.kind === 'request' && message.route.byItself === true;
	return report(flying, {
		kind: 'sent',
		id,
		...endsOf(step, message),
		...loadOf(load),
		...(byItself ? {byItself} : {}),
	});
}

/** The step in which something was sent and lost on its way. */
export function lose(step: ClientStep, from: string, to: string, load: Request | Reply, byItself = false): ClientStep {
	const {id, step: numbered} = withNumber(step);
	const sent = report(numbered, {
		kind: 'sent',
		id,
		from,
		to,
		what: load.kind,
		...loadOf(load),
		...(byItself ? {byItself} : {}),
	});
	return report(sent, {kind: 'dropped', id});
}

/** What a message carries, for whoever looks at it on its way. */
function loadOf(load: Request | Reply): Load {
	return {
		...('token' in load && load.token !== null ? {token: load.token} : {}),
		...('key' in load ? {key: load.key, value: load.value} : {}),
		...('does' in load ? {does: load.does} : {}),
	};
}

/** Whom a request is for, and whom a reply is from. */
export function targetOf({spec}: Pick<ClientStep, 'spec'>, subject: Request | Reply): string {
	if ('node' in subject) return `n${subject.node + 1}`;
	return 'store' in subject ? at(spec.stores, subject.store).name : 'locks';
}

/** Who sends a request: this process, with its newest operation on that lock. */
export function senderOf({local}: ClientStep, request: Request): Sender {
	const {life} = local;
	if (!('lock' in request)) return {life, operation: 0};
	const {sent: operation, givesUpAt} = at(local.locks, request.lock);
	const asks = request.kind === 'prepare' ? request.next.kind : request.kind;
	return asks === 'acquire' && givesUpAt !== null ? {life, operation, heeded: 'while newest'} : {life, operation};
}

/** Which process of its client sent a message, or gets it. */
export function senderIn(message: Message): Sender {
	return message.kind === 'request' ? message.route : message.sender;
}

/** Whether the process that sent a request is dead. */
export function isDead({process, life}: Pick<Local, 'process' | 'life'>, sender: Sender): boolean {
	return process === 'crashed' || life !== sender.life;
}

/** The step in which a newer operation on a lock is sent: what comes late of one that the client waited for only so long is not taken note of any more. */
export function withoutHeed(step: ClientStep, lock: number): ClientStep {
	const {flight, inbox} = step.local;
	const isOver = (content: Request | Reply, {heeded}: Sender) =>
		heeded === 'while newest' && 'lock' in content && content.lock === lock;
	const some =
		flight.some((message) => isOver(contentOf(message), senderIn(message))) ||
		inbox.some(({reply, sender}) => isOver(reply, sender));
	if (!some) return step;
	const heeded = 'no more' as const;
	return withLocal(step, {
		flight: flight.map((message) => {
			if (!isOver(contentOf(message), senderIn(message))) return message;
			return message.kind === 'request'
				? {...message, route: {...message.route, heeded}}
				: {...message, sender: {...message.sender, heeded}};
		}),
		inbox: inbox.map((each) => (isOver(each.reply, each.sender) ? {...each, sender: {...each.sender, heeded}} : each)),
	});
}
