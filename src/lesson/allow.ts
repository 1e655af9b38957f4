import type {Statement} from '../sim/statement.js';
import type {Allowed} from './lesson.js';

/** The words that may stand in an `allow` list. `token` lets writes and advances choose their token; without it they carry the one that was got. */
export const allowable = [
	...['acquire', 'renew', 'release', 'check', 'ask', 'read', 'write', 'advance', 'token'],
	...['begin', 'commit', 'rollback', 'keeps', 'works'],
	...[
		'pause',
		'suspend',
		'resume',
		'crash',
		'restart',
		'clock',
		'step',
		'run',
		'wait',
		'deliver',
		'drop',
		'duplicate',
		'cut',
		'heal',
		'failover',
		'kill',
		'revoke',
		'delete',
	],
	...['client', 'lock', 'store', 'put', 'latency', 'pace', 'faults', 'runs', 'retries', 'rereads', 'starts', 'shares'],
] as const;

/** Whether a task lets this statement be typed. */
export function allowed(statement: Statement, allow: readonly Allowed[] | null): boolean {
	return whyNotAllowed(statement, allow) === null;
}

/** Returns the sentence that says why a task does not take this statement, or null when it does. `expect` and `claim` change nothing and are always taken. */
export function whyNotAllowed(statement: Statement, allow: readonly Allowed[] | null): string | null {
	if (allow === null || statement.kind === 'expect' || statement.kind === 'claim') return null;
	const {actor, verb} = verbOf(statement);
	const found = allow.some(
		(each) => (each.verb === null || each.verb === verb) && (each.actor === null || each.actor === actor),
	);
	if (!found)
		return `This step leaves that out on purpose. Here you may use: ${listed(allow)}. To try anything, type: /play`;
	if (choosesToken(statement) && !allow.some((each) => each.verb === 'token'))
		return 'A write carries the token its client was granted in this step. Leave the token out. To try anything, type: /play';
	return null;
}

/** Returns an `allow` list as it is shown to the learner. */
export function listed(allow: readonly Allowed[]): string {
	return allow
		.map(({actor, verb}) => (verb === 'step' || verb === 'run' ? [verb, actor] : [actor, verb]))
		.map((words) => words.filter((word) => word !== null).join(' '))
		.join(', ');
}

/** Returns the word by which an `allow` list names a statement, and who or what it is about. */
export function verbOf(statement: Statement): {readonly actor: string | null; readonly verb: string} {
	return {actor: actorOf(statement), verb: wordOf(statement)};
}

/** The word that the statement begins with, after its actor. */
function wordOf(statement: Statement): string {
	if (statement.kind === 'do') return statement.operation.kind;
	if (statement.kind === 'wait-until-expiry') return 'wait';
	if (statement.kind === 'rate') return 'clock';
	if (statement.kind === 'lead') return 'failover';
	if (statement.kind === 'stall') return 'pause';
	if (statement.kind === 'unstall') return 'resume';
	return statement.kind === 'deliver-from' ? 'deliver' : statement.kind;
}

function actorOf(statement: Statement): string | null {
	if ('client' in statement) return statement.client;
	if (isAboutService(statement)) return 'locks';
	if ('actor' in statement) return statement.actor;
	if ('name' in statement) return statement.name;
	return 'from' in statement ? statement.from : null;
}

/** What befalls the lock service by a statement of its own. */
function isAboutService({kind}: Statement): boolean {
	return ['kill', 'lead', 'stall', 'unstall', 'revoke', 'delete'].includes(kind);
}

function choosesToken(statement: Statement): boolean {
	if (statement.kind !== 'do') return false;
	const {operation} = statement;
	return (operation.kind === 'write' || operation.kind === 'advance') && operation.token.kind !== 'last';
}
