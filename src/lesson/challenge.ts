/** The part of the collection in which the challenges stand: small worlds, each to be solved in as few statements as possible. */
export const challengePart = 'Challenges';

/** Whether a lesson is a challenge. */
export function isChallenge({part}: {readonly part: string | null}): boolean {
	return part === challengePart;
}
