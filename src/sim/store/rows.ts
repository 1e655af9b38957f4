import {at, replaced} from '../client-step.js';
import {lowestFree} from '../lock/line.js';
import type {Ticket} from '../lock/state.js';
import type {RowState} from '../world.js';

/** The rows of a store with transactions. Order: as the resources. */
type Rows = readonly RowState[];

/** A row that nobody has and nobody waits for. */
export const freeRow: RowState = {holder: null, line: [], grants: 0};

/** Whether a row can be had at once by who has no part in it yet. */
export function isFree(rows: Rows, resource: number): boolean {
	const {holder, line} = at(rows, resource);
	return holder === null && line.length === 0;
}

/** The lowest ticket that nobody has here. */
export function freeTicket(rows: Rows): Ticket {
	return lowestFree(rows.flatMap(({holder, line}) => (holder === null ? line : [holder, ...line])));
}

/** The rows in which one is locked. */
export function withHolder(rows: Rows, resource: number, holder: Ticket): Rows {
	return replaced(rows, resource, {...at(rows, resource), holder});
}

/** The rows in which one was given `for update` once more. */
export function withGrant(rows: Rows, resource: number): Rows {
	const row = at(rows, resource);
	return replaced(rows, resource, {...row, grants: row.grants + 1});
}

/** The rows in which one more waits for one, at the end of its line. */
export function withWaiter(rows: Rows, resource: number, ticket: Ticket): Rows {
	const row = at(rows, resource);
	return replaced(rows, resource, {...row, line: [...row.line, ticket]});
}

/** The rows in which this ticket waits for one no longer. */
export function withoutWaiter(rows: Rows, resource: number, ticket: Ticket): Rows {
	const row = at(rows, resource);
	return replaced(rows, resource, {...row, line: row.line.filter((each) => each !== ticket)});
}

/** The rows without any part of this ticket. */
export function without(rows: Rows, ticket: Ticket): Rows {
	return rows.map((row) =>
		row.holder === ticket || row.line.includes(ticket)
			? {...row, holder: row.holder === ticket ? null : row.holder, line: row.line.filter((each) => each !== ticket)}
			: row,
	);
}

/** Who is right before one who comes to the line of a row now. */
export function lastBefore({holder, line}: RowState): Ticket | null {
	return line.at(-1) ?? holder;
}

/** The ticket whose turn has come for a row that nobody has, or null; any row's. Order: by row. */
export function nextInLine(rows: Rows): Ticket | null {
	return rows.find(({holder, line}) => holder === null && line.length > 0)?.line[0] ?? null;
}

/** Whether who has this ticket would wait, over others, for itself if it waited for this row. Source: PostgreSQL, deadlocks. */
export function closesCircle(rows: Rows, ticket: Ticket, resource: number): boolean {
	const seen = new Set<Ticket>();
	const open = [...waitedFor(at(rows, resource), null)];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		if (next === ticket) return true;
		if (seen.has(next)) continue;
		seen.add(next);
		for (const row of rows) if (row.line.includes(next)) open.push(...waitedFor(row, next));
	}
	return false;
}

/** Who stands before a place in the line of a row, who has the row among them; null: before its end. */
function waitedFor({holder, line}: RowState, place: Ticket | null): readonly Ticket[] {
	const before = place === null ? line : line.slice(0, line.indexOf(place));
	return holder === null ? before : [holder, ...before];
}
