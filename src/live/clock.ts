import {setTimeout as after} from 'node:timers/promises';

/** Milliseconds on the machine's monotonic clock. It is one clock for all processes of a machine, so events of several processes can be ordered by it; Date.now can step. */
export function mono(): number {
	return Number(process.hrtime.bigint() / 1000n) / 1000;
}

/** Thrown where something that was waited for has not come true in time: a machine that is too busy, or a server that stands still. */
export class NotInTime extends Error {}

/** The time that a condition is waited for, and how often it is looked at. Units: ms. */
type Patience = {readonly limit?: number; readonly every?: number};

/**
 * What the check returns as soon as that is neither null nor false. A check that throws has not come true yet.
 * Fails: after the limit, with `what` and the last thing the check threw.
 */
export async function until<T>(
	what: string,
	check: () => T | null | false | Promise<T | null | false>,
	{limit = 15_000, every = 10}: Patience = {},
): Promise<T> {
	const end = mono() + limit;
	for (;;) {
		let why = '';
		try {
			const got = await check();
			if (got !== null && got !== false) return got;
		} catch (error) {
			why = `: ${messageOf(error)}`;
		}
		if (mono() > end) throw new NotInTime(`not within ${limit} ms: ${what}${why}`);
		await after(every);
	}
}

/** The answer, or undefined where it fails or is not there in time. Units: ms; null: it may take as long as it takes. */
export async function answerWithin<T>(limit: number | null, asked: Promise<T>): Promise<T | undefined> {
	const answer = asked.catch(() => undefined);
	if (limit === null) return answer;
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<undefined>((done) => {
		timer = setTimeout(() => done(undefined), limit);
	});
	return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** What was thrown, as text. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
