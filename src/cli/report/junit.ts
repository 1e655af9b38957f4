import {visible} from '../../language/visible.js';
import type {Judged} from './report.js';

/**
 * What was judged as JUnit's XML: a suite for each file, a test for each thing that was judged. What could not be tried or decided is an error, so that no build is green by it.
 * Times are left out: the same input gives the same bytes. Source: the schema that Jenkins' xUnit plugin publishes for JUnit.
 */
export function junit(all: readonly Judged[]): string {
	const files = [...new Set(all.map(({file}) => file))];
	const suites = files.map((file) =>
		suite(
			file,
			all.filter((each) => each.file === file),
		),
	);
	return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="fence-tutor" ${counts(all)}>\n${suites.join('')}</testsuites>\n`;
}

function suite(file: string, all: readonly Judged[]): string {
	return `\t<testsuite name="${escaped(file)}" ${counts(all)} skipped="0">\n${all.map(test).join('')}\t</testsuite>\n`;
}

function counts(all: readonly Judged[]): string {
	const failures = all.filter(({outcome}) => outcome === 'failed').length;
	const errors = all.filter(({outcome}) => outcome === 'unusable' || outcome === 'unknown').length;
	return `tests="${all.length}" failures="${failures}" errors="${errors}"`;
}

function test({file, line, name, outcome, message}: Judged): string {
	const place = line === null ? '' : ` line="${line}"`;
	const open = `\t\t<testcase name="${escaped(name)}" classname="${escaped(file)}" file="${escaped(file)}"${place}`;
	if (outcome === 'passed') return `${open}/>\n`;
	const element = outcome === 'failed' ? 'failure' : 'error';
	const [first = ''] = message.split('\n');
	const text = message.split('\n').map(escaped).join('\n');
	return `${open}>\n\t\t\t<${element} type="${outcome}" message="${escaped(first)}">${text}</${element}>\n\t\t</testcase>\n`;
}

/** Text for XML, without any character that XML does not permit. */
function escaped(text: string): string {
	return visible(text)
		.replace(/[\uFFFE\uFFFF]/g, '\uFFFD')
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}
