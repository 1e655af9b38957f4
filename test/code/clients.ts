/** Lines as the body of a client that takes everything it is given but its name. */
export function client(...lines: readonly string[]): string {
	return [head, ...lines.map((line) => `\t${line}`), '}', ''].join('\n');
}

const head = 'export default async function client({lock, store, sleep}) {';

export const acquire = 'const lease = await lock.acquire();';
export const read = "const {value, version} = await store.read('balance');";
export const write = "const {accepted} = await store.write('balance', value - 10, {token: lease.token});";
export const release = 'if (accepted) await lock.release(lease);';
export const advance = 'if (!(await store.advance({token: lease.token})).accepted) return;';

/** Clients that learners would write, by name. */
export const clients = {
	reads: client(acquire, read, 'if (value === undefined) return;', write, release),
	plain: client(
		acquire,
		read,
		"await store.write('balance', value - 10, {token: lease.token});",
		'await lock.release(lease);',
	),
	advances: client(acquire, advance, read, write, release),
	checks: client(acquire, read, 'if (Date.now() < lease.expiresAt) {', `\t${write}`, '}', 'await lock.release(lease);'),
	watchdog: client(
		acquire,
		'let working = true;',
		'const watchdog = (async () => {',
		'\tawait sleep(5000);',
		'\tif (working) await lock.renew(lease);',
		'})();',
		read,
		write,
		'working = false;',
		'await watchdog;',
		release,
	),
	swaps: client(
		'for (;;) {',
		`\t${read}`,
		"\tconst {accepted} = await store.write('balance', value - 10, {ifVersion: version});",
		'\tif (accepted) return;',
		'}',
	),
	job: client(
		acquire,
		read,
		"await store.write('balance', value - 10, {token: lease.token, job: 'pay-7'});",
		'await lock.release(lease);',
	),
	again: client(
		acquire,
		read,
		"const pay = () => store.write('balance', value - 10, {token: lease.token, job: 'pay-7'});",
		'try {',
		'\tawait pay();',
		'} catch {',
		'\tawait pay();',
		'}',
		'await lock.release(lease);',
	),
	quorum: client(
		'const lease = await lock.tryAcquire();',
		'if (lease === null) return;',
		read,
		"await store.write('balance', value - 10);",
		'await lock.release(lease);',
	),
	leader: client(
		'const lease = await lock.tryAcquire();',
		'if (lease === null) return;',
		advance,
		"await store.write('leader', 'epoch ' + lease.token, {token: lease.token});",
		"if (await lock.isMine(lease)) await store.write('leader', 'still ' + lease.token, {token: lease.token});",
		'await lock.release(lease);',
	),
	both: client(
		acquire,
		"await Promise.all([store.read('balance'), store.write('balance', 90, {token: lease.token})]);",
		'await lock.release(lease);',
	),
} as const;

/** The world that clients withdraw in. */
export function worldText({
	clients: size = 2,
	store = 'safe fenced',
	lock = 'lease ttl 10s',
	faults = '',
	claim = 'claim never stale-write',
}: Partial<Record<'store' | 'lock' | 'faults' | 'claim', string>> & {readonly clients?: number}): string {
	return [
		`clients ${size}`,
		`lock account ${lock}`,
		`store ${store}`,
		'put account balance=100',
		...(faults === '' ? [] : [`faults ${faults}`]),
		claim,
	].join('\n');
}

/** A file of code with its world in a comment. */
export function fileText(code: string, world: Parameters<typeof worldText>[0] = {}): string {
	return `/* fence\n${worldText(world)}\n*/\n${code}`;
}
