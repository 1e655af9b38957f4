import type {Claim} from '../../explore/claim.js';
import type {Script} from '../../language/parse.js';
import {visible} from '../../language/visible.js';
import {cannotSay} from '../../narrate/promela/cannot-say.js';
import {promelaText} from '../../narrate/promela/model.js';
import type {World} from '../../sim/world.js';
import {type ExitCode, exitCode} from '../exit-code.js';
import {placed} from '../file-position.js';
import type {Io} from '../io.js';

/** Writes a world and its claims as a model for SPIN; or says on standard error, each at its place, what of them no model can say. */
export function writePromela(
	file: string,
	{statements}: Script,
	world: World,
	claims: readonly Claim[],
	io: Io,
): ExitCode {
	const unsaid = cannotSay(world, claims);
	if (unsaid.length === 0) {
		io.stdout.write(promelaText(world, claims, visible(file)));
		return exitCode.fine;
	}
	for (const {sentence, by} of unsaid) {
		const place = by === null ? undefined : statements.findLast(({statement}) => by(statement));
		io.stderr.write(placed({file, line: place?.line ?? 1, column: place?.column ?? 1}, sentence));
	}
	return exitCode.unusable;
}
