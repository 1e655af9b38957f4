import {parseLine, parseScript} from '../../language/parse.js';
import {visible} from '../../language/visible.js';
import {mono} from '../../live/clock.js';
import {learnerName, type RoomLine, type RoomPlace, roomCast, roomTtl} from '../../live/room/room.js';
import {roomLog} from '../../live/room/room-log.js';
import {newClient} from '../../live/story/client.js';
import {withEnd} from '../../live/story/observed.js';
import {whyNoOperation} from '../../live/story/plan.js';
import {reach} from '../../live/story/real-lock.js';
import {sentence} from '../../narrate/event.js';
import type {Happening} from '../../sim/event.js';
import type {Operation} from '../../sim/statement.js';
import {exitCode, UnusableInput} from '../exit-code.js';
import type {Io} from '../io.js';
import {isTerminal} from '../plain/converse.js';
import {readLines} from '../plain/read-lines.js';

/** Is one client of a room, whose operations are typed or piped, until the input ends or the room does. Returns the exit code. Fails: with UnusableInput where no room is open. */
export async function joinRoom(
	{name, room, shown}: {readonly name: string; readonly room: string; readonly shown: string},
	place: RoomPlace,
	io: Io,
): Promise<number> {
	const stores = place.system === 'etcd' ? [] : ['store raw unfenced', 'store safe fenced'];
	const script = parseScript(
		[`client ${name}`, `lock account ${place.system}`, ...stores, 'put account n=0'].join('\n'),
	);
	if (!learnerName.test(name) || script.errors.length > 0)
		throw new UnusableInput(
			`${visible(name)} cannot be your name here. Type --name and a name of letters and digits, for example: --name Ann`,
		);
	await reach(place.system, [place.address]);
	const log = roomLog(place.system, place.prefix, place.address);
	if ((await log.notice()) === null) {
		log.close();
		throw new UnusableInput(
			`${room} is not open at ${shown}. The presenter opens it: fence-tutor live --room URL --presenter`,
		);
	}
	const isAsked = isTerminal(io.stdin);
	const joined = mono();
	const outbox = openOutbox(name, log);
	const client = newClient(
		roomCast(place, name),
		(happening) => {
			const at = mono() - joined;
			const ends = withEnd(happening, at, place.system === 'etcd' ? null : roomTtl);
			io.stdout.write(`${Math.round(at)} ms  ${visible(sentence(ends))}\n`);
			outbox.add(happening);
		},
		() => {},
	);
	outbox.say(true);
	await client.connect();
	if (isAsked) io.stdout.write(`${help(name, place)}\n> `);
	try {
		for await (const line of readLines(io.stdin)) {
			if (!isAsked) io.stdout.write(`> ${visible(line)}\n`);
			const said = await doLine(line);
			if (said === 'end') break;
			if (said !== null) io.stdout.write(`${said}\n`);
			if (isAsked) io.stdout.write('> ');
		}
		return exitCode.fine;
	} finally {
		outbox.say(false);
		await outbox.sent();
		client.close();
		log.close();
	}

	/** A sentence where the line is none that can be done here, `end` where there is nothing more to do. */
	async function doLine(line: string): Promise<string | null> {
		const text = line.trim();
		if (text === '') return null;
		if (/^\/?(quit|exit|q)$/i.test(text)) return 'end';
		if (/^\/?(help|\?)$/i.test(text)) return help(name, place);
		const isMine = text.toLowerCase().startsWith(`${name.toLowerCase()} `);
		const asTyped = /^(wait)\b/i.test(text) || isMine ? text : `${name} ${text}`;
		const parsed = parseLine(asTyped, script.names);
		if (!parsed.ok) return visible(parsed.error.message);
		for (const {statement} of parsed.statements) {
			if (statement.kind === 'wait') await later(statement.for);
			else if (statement.kind !== 'do' || isTransaction(statement.operation))
				return `In a room there is: acquire, renew, release, ask, check, read, write n=1, wait 1s. Ctrl-Z pauses your client, fg lets it go on.`;
			else {
				if ((await log.notice()) === null) {
					io.stdout.write('The room has been closed.\n');
					return 'end';
				}
				const {operation} = statement;
				const cannot = whyNoOperation(operation, undefined);
				if (cannot !== null) return cannot;
				const ttl = 'ttl' in operation && operation.ttl !== null ? operation.ttl : roomTtl;
				const began = mono();
				await client.act(operation, ttl);
				await outbox.sent();
				io.stdout.write(`  (${Math.round(mono() - began)} ms)\n`);
			}
		}
		return null;
	}
}

/** The stores of a room know none. */
function isTransaction(operation: Operation): boolean {
	return (
		['begin', 'commit', 'rollback'].includes(operation.kind) ||
		('forUpdate' in operation && operation.forUpdate === true)
	);
}

function help(name: string, {system}: RoomPlace): string {
	const stores = system === 'etcd' ? '' : ', read, write n=1';
	return `You are ${name}. Type: acquire, renew, release, ask, check${stores}, wait 1s; quit. Ctrl-Z pauses your client for real, fg lets it go on.`;
}

function later(time: number): Promise<void> {
	return new Promise((done) => setTimeout(done, time));
}

/** Appends what happened to the log, several things at once where they come faster than they are written. */
function openOutbox(name: string, log: ReturnType<typeof roomLog>) {
	let waiting: Happening[] = [];
	let writing: Promise<void> = Promise.resolve();
	const write = (line: RoomLine): void => {
		writing = writing.then(() => log.append(JSON.stringify(line))).catch(() => {});
	};
	const flush = (): void => {
		const happenings = waiting.splice(0);
		if (happenings.length > 0) write({name, happenings});
	};
	return {
		add: (happening: Happening): void => {
			if (waiting.length === 0) setImmediate(flush);
			waiting = [...waiting, happening];
		},
		say: (here: boolean): void => {
			flush();
			write({name, happenings: [], here});
		},
		sent: async (): Promise<void> => {
			flush();
			await writing;
		},
	};
}
