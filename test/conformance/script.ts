/** The systems that are compared, each with what stands behind it. */
export const systems = [
	'redis',
	'replicated',
	'redlock',
	'etcd',
	'zookeeper',
	'postgres',
	'advisory',
	'transactional',
] as const;
export type SystemName = (typeof systems)[number];

/** A script for the simulator and for real servers. */
export type Case = {
	readonly name: string;
	readonly system: SystemName;
	/** What stands behind `lock account`, or of a system that keeps rows behind `store ledger`. */
	readonly lock: string;
	readonly steps: readonly string[];
	/** How many servers keep the lock together; one where nothing is said, or as many as the lock says. */
	readonly members?: number;
	/** How long a virtual second is. Units: real seconds. 1 where time does not matter. */
	readonly scale: number;
};

/** The clients that take part. Order: as in the alphabet. */
export function clientsOf(steps: readonly string[]): readonly string[] {
	const named = steps.flatMap((step) => step.split(' ').filter((word) => /^[ABC]$/.test(word)));
	return ['A', 'B', 'C'].filter((name) => name === 'A' || name === 'B' || named.includes(name));
}

/** Under what name the servers know who holds: those who share a connection are one to them. */
export function holderName(steps: readonly string[], client: string): string {
	const shared = steps.flatMap((step) => /^([ABC]) shares ([ABC])$/.exec(step)?.slice(1, 3) ?? []);
	return shared.includes(client) ? shared.join('+') : client;
}

/** The script as the language has it. */
export function sourceOf(script: Pick<Case, 'system' | 'lock' | 'steps'>): string {
	return [...setupOf(script), ...script.steps, ''].join('\n');
}

/** The lines before the steps. */
export function setupOf({system, lock, steps}: Pick<Case, 'system' | 'lock' | 'steps'>): readonly string[] {
	const clients = clientsOf(steps).map((name) => `client ${name}`);
	if (system !== 'transactional') return [...clients, `lock account ${lock}`];
	return [...clients, `store ledger ${lock}`, 'put account n=0', 'put other n=0'];
}

/** Whether somebody who asks the servers after each step can be told who holds the lock: not while the one that knows is down or stands still. */
export function observable(steps: readonly string[]): readonly boolean[] {
	const away = new Set<string>();
	let leader = 'primary';
	return steps.map((step) => {
		const [actor = '', verb = ''] = step.split(' ');
		if (/^(locks|ledger|primary|replica|n\d)$/.test(actor)) {
			if (['crash', 'kill', 'pause'].includes(verb)) away.add(actor);
			if (['restart', 'resume'].includes(verb)) away.delete(actor);
		}
		if (step === 'failover') leader = 'replica';
		const follower = leader === 'primary' ? 'replica' : 'primary';
		return [...away].every((name) => name === follower);
	});
}

/** How often others write to the same server where a script says that they do: so much the numbers of the whole server rise. */
export const othersWrite = 5;

/** Whether a step is for real servers only: the simulator knows nobody but its clients, and refuses to move a clock that nothing goes by. */
export function isRealOnly({system}: Pick<Case, 'system'>, step: string): boolean {
	return step === 'others write' || (system === 'zookeeper' && step.startsWith('locks clock '));
}

/** Whether time passes in the script. */
export function isTimed({steps}: Pick<Case, 'steps'>): boolean {
	return steps.some((step) => step.startsWith('wait'));
}

/** How long a step waits; 0 where it is no wait. Units: virtual ms. */
export function waitOf(step: string): number {
	return step.startsWith('wait ') ? duration(step.slice(5)) : 0;
}

/** Whether a step starts a server, which takes a real one its time. */
export function startsServer(step: string): boolean {
	return /^(locks|ledger|primary|replica|n\d) restart$/.test(step);
}

/** A duration of the language. Units: ms. */
export function duration(text: string): number {
	return text.endsWith('ms') ? Number(text.slice(0, -2)) : Number(text.replace('s', '')) * 1000;
}
