import type {Place} from '../../session/session.js';
import {questionOfTrack} from '../../view/screens/work.js';

/** What is said after a line that leads nowhere: that what is still open is out of reach for certain. Null otherwise. */
export async function offTrack(before: Place, after: Place): Promise<string | null> {
	const question = questionOfTrack(before, after);
	if (question === null) return null;
	const {trackHere} = await import('../explore-here.js');
	return (await trackHere(question, mostStates)) === false ? 'No way leads from here to what is still open. /undo takes the last line back.' : null;
}

/** So many that nobody has to wait; and always as many, so that the same lines always come to the same. */
const mostStates = 3000;
