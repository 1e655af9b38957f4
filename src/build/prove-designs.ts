// Finds out what each design promises under each kind of fault, and writes it down for the build and as docs/designs.md: npm run designs [-- NAME...]
// Without names: all that changed since. `all` stands for every one.
import {writeFileSync} from 'node:fs';
import {dependsOn} from '../design/catalogue.js';
import {proveDesign} from '../design/prove.js';
import {designsMarkdown} from '../view/designs/markdown.js';
import {designs, digestOf, provedDesigns, verdicts, verdictsFile} from './compile-designs.js';
import {inProject} from './project.js';

const wanted = process.argv.slice(2);
const known = verdicts();
const found: Record<string, unknown> = {};
for (const design of await designs()) {
	const digest = digestOf(dependsOn(design));
	const old = known[design.name];
	const isWanted =
		wanted.length === 0 ? old?.digest !== digest : wanted.includes(design.name) || wanted.includes('all');
	const began = performance.now();
	found[design.name] = old !== undefined && !isWanted ? old : {digest, table: proveDesign(design)};
	if (isWanted) console.log(`${design.name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
	writeFileSync(verdictsFile, `${JSON.stringify({...known, ...found}, null, '\t')}\n`);
}
writeFileSync(verdictsFile, `${JSON.stringify(found, null, '\t')}\n`);
writeFileSync(inProject('docs/designs.md'), designsMarkdown(await provedDesigns()));
