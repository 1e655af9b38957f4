import {resolve} from 'node:path';
import {realDiskLater} from '../progress/disk-later.js';
import type {Effect, Input, Request} from '../session/session.js';
import {UnusableInput} from './exit-code.js';
import type {Watch} from './explore/explore-here.js';
import type {Io} from './io.js';
import {readSource} from './read-source.js';

/** The answer to an effect of the session that takes the disk or the explorer. Never throws. */
export async function doEffect(
	effect: Extract<Effect, {readonly kind: 'read' | 'write' | 'write-page' | 'explore'}>,
	io: Io,
	watch?: Watch,
): Promise<Input> {
	switch (effect.kind) {
		case 'read':
			return await read(effect.path, io);
		case 'write':
			return await write(effect.path, effect.text, effect.replaces, io);
		case 'write-page':
			return await writePage(effect.path, effect.code, io);
		case 'explore':
			return await explore(effect.request, watch);
	}
}

/** The explorer is loaded when it is asked for. */
async function explore(request: Request, watch?: Watch): Promise<Input> {
	const {exploreHere} = await import('./explore/explore-here.js');
	return {kind: 'explored', request, result: await exploreHere(request, watch)};
}

/** A run that is too long for a code to be done again has no page. */
async function writePage(path: string, code: string, io: Io): Promise<Input> {
	const {pageOf} = await import('./replay/export-run.js');
	try {
		return {...(await write(path, pageOf(code, io), false, io)), isPage: true};
	} catch (error) {
		if (!(error instanceof UnusableInput)) throw error;
		return {kind: 'wrote', path, problem: {kind: 'failed', reason: error.message}};
	}
}

async function read(path: string, io: Io): Promise<Input> {
	const source = await readSource(path, io);
	if (source.ok) return {kind: 'loaded', path, text: source.text, problem: null};
	const {line, column, message} = source.problem;
	return {kind: 'loaded', path, text: null, problem: {line, column, message}};
}

/** Nobody who types waits for a slow disk. */
async function write(
	path: string,
	text: string,
	replaces: boolean,
	{cwd}: Io,
): Promise<Extract<Input, {readonly kind: 'wrote'}>> {
	const target = resolve(cwd, path);
	if (!replaces && (await realDiskLater.read(target)).kind !== 'absent')
		return {kind: 'wrote', path, problem: {kind: 'exists'}};
	const written = await realDiskLater.replace(target, [text]);
	return {kind: 'wrote', path, problem: written.ok ? null : {kind: 'failed', reason: written.reason}};
}
