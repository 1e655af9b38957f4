import {resolve} from 'node:path';
import {visible} from '../../language/visible.js';
import {realDisk} from '../../progress/disk.js';
import type {Effect, Input, Request} from '../../session/session.js';
import type {Watch} from '../explore/explore-here.js';
import type {Io} from '../io.js';
import {readSource} from '../read-source.js';

/** The answer to an effect of the session that takes the disk or the explorer. Never throws. */
export async function doEffect(
	effect: Extract<Effect, {readonly kind: 'read' | 'write' | 'explore'}>,
	io: Io,
	watch?: Watch,
): Promise<Input> {
	switch (effect.kind) {
		case 'read':
			return await read(effect.path, io);
		case 'write':
			return write(effect.path, effect.text, io);
		case 'explore':
			return await explore(effect.request, watch);
	}
}

/** The explorer is loaded when it is asked for. */
async function explore(request: Request, watch?: Watch): Promise<Input> {
	const {exploreHere} = await import('../explore/explore-here.js');
	return {kind: 'explored', request, result: await exploreHere(request, watch)};
}

async function read(path: string, io: Io): Promise<Input> {
	// Standard input is the keyboard here.
	if (path === '-') return {kind: 'loaded', path, text: null, problem: 'Say which file: /load mine.fence'};
	const source = await readSource(path, io);
	if (source.ok) return {kind: 'loaded', path, text: source.text, problem: null};
	const {line, column, message} = source.problem;
	return {kind: 'loaded', path, text: null, problem: `${visible(path)}:${line}:${column}: ${message}`};
}

/** Only what looks like a script of ours is written over. */
function write(path: string, text: string, {cwd}: Io): Input {
	const target = resolve(cwd, path);
	const there = realDisk.read(target);
	if (there.kind !== 'absent' && !/\.fence$/i.test(target))
		return {
			kind: 'wrote',
			path,
			problem: `${visible(path)} is there already. Choose another name${/\.md$/i.test(path) ? '.' : ', such as mine.fence.'}`,
		};
	const written = realDisk.replace(target, text);
	return {
		kind: 'wrote',
		path,
		problem: written.ok ? null : `${visible(path)} cannot be written: ${written.reason}. Choose another name.`,
	};
}
