import type {NamedServer} from '../../live/address-of-url.js';
import {askYes} from '../ask-yes.js';
import type {Io} from '../io.js';

/** Whether it may be written to somebody else's servers, under names that begin with the prefix: asked, or told where `yes` was typed. `until`: when it is removed. */
export async function mayWrite(
	servers: readonly NamedServer[],
	prefix: string,
	{yes, until, json = false}: {readonly yes: boolean; readonly until: string; readonly json?: boolean},
	io: Io,
): Promise<boolean> {
	const where = servers.map(({shown}) => shown).join(', ');
	const what = `This writes to ${where}, only under names that begin with ${prefix}, ${until}.`;
	if (yes) {
		io.stderr.write(`${what}\n`);
		return true;
	}
	// JSON lines are alone on standard output.
	const may = await askYes(`${what}\nGo on? [y/N] `, json ? {...io, stdout: io.stderr} : io);
	if (!may) io.stderr.write('Nothing was written.\n');
	return may;
}
