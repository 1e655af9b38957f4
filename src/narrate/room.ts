import {counted} from './counted.js';

/** What a room has come to. `rate`: operations a second. `stores`: whether it has any. */
type RoomTally = {
	readonly holder: {readonly name: string; readonly token: number | null} | null;
	readonly learners: number;
	readonly operations: number;
	readonly rate: number;
	readonly grants: number;
	readonly landed: number;
	readonly refused: number;
	readonly stores: boolean;
};

/** A room with one real lock for all, in a line or two. */
export function roomSentences({
	holder,
	learners,
	operations,
	rate,
	grants,
	landed,
	refused,
	stores,
}: RoomTally): readonly string[] {
	const held =
		holder === null
			? 'Nobody holds the lock.'
			: `${holder.name} holds the lock${holder.token === null ? '' : `, token ${holder.token}`}.`;
	const people = counted(learners, 'learner');
	const done = `${counted(operations, 'operation')}, ${rate.toFixed(1)} a second`;
	const first = `${held} ${people}, ${done}, ${counted(grants, 'grant')}.`;
	const second = `Stale writes: raw accepted ${landed}, safe refused ${refused}.`;
	return stores ? [first, second] : [first];
}
