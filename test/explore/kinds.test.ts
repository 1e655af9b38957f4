import {readdirSync, readFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {verdictOf} from '../../src/explore/claim.js';
import {explore} from '../../src/explore/explore.js';
import {print} from '../../src/language/print.js';
import {printFact} from '../../src/language/print-fact.js';
import {evaluate} from '../../src/sim/fact-value.js';
import {perform} from '../../src/sim/perform.js';
import {scripted} from './scripted.js';

const folder = join(import.meta.dirname, 'kinds');
const files = readdirSync(folder).map(
	(file) => [basename(file, '.fence'), readFileSync(join(folder, file), 'utf8')] as const,
);

// What each kind of lock service guarantees, and what it does not.
describe.each(files)('%s', (_, text) => {
	const {world, claims} = scripted(text);

	test.each(claims.map((claim) => [claim.mode, printFact(claim.fact), claim] as const))(
		'%s %s',
		(_mode, _fact, claim) => {
			const finding = explore(world, claim.fact);
			expect(verdictOf(claim, finding)).toBe('holds');
			if (claim.moves !== null) expect(finding.moves).toBe(claim.moves);
			if (claim.mode === 'never') return;
			const after = finding.script.reduce((before, {statement}) => {
				const outcome = perform(before, statement);
				if (!outcome.ok) throw new Error(`${print(statement)} is refused`);
				return outcome.world;
			}, world);
			expect(evaluate(after, claim.fact)).toBe(true);
		},
	);
});
