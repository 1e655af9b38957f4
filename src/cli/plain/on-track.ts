import type {Place} from '../../session/session.js';
import {questionOfTrack} from '../../view/screens/work.js';

/** Whether the goals at hand can still be reached after a line; null where it was not found out, or there is nothing to find out. */
export async function onTrack(before: Place, after: Place): Promise<boolean | null> {
	const question = questionOfTrack(before, after);
	if (question === null) return null;
	const {trackHere} = await import('../explore/explore-here.js');
	return await trackHere(question, mostStates);
}

/** What is said when they no longer can. */
export const offTrack =
	'No way leads from here to what is still open with the statements that this task allows. /undo takes the last line back.';

/** So many that nobody has to wait; and always as many, so that the same lines always come to the same. */
const mostStates = 3000;
