import {visible} from '../../language/visible.js';
import type {Judged} from './report.js';

/**
 * What was judged as JUnit's XML: a suite for each file, a test for each thing that was judged. What could not be tried or decided is an error, so that no build is green by it.
 * No two tests of a suite have one name, since readers would take them for one test. Times are left out: the same input gives the same bytes.
 * Source: junit-10.xsd, the schema that Jenkins' xUnit plugin holds a file to; it permits a file beside a suite and no place beside a test.
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
	const names = new Map<string, number>();
	const tests = all.map((judged) => {
		const times = (names.get(judged.name) ?? 0) + 1;
		names.set(judged.name, times);
		return test(times === 1 ? judged : {...judged, name: `${judged.name} (${times})`});
	});
	return `\t<testsuite name="${escaped(file)}" ${counts(all)} skipped="0" file="${escaped(file)}">\n${tests.join('')}\t</testsuite>\n`;
}

function counts(all: readonly Judged[]): string {
	const failures = all.filter(({outcome}) => outcome === 'failed').length;
	const errors = all.filter(({outcome}) => outcome === 'unusable' || outcome === 'unknown').length;
	return `tests="${all.length}" failures="${failures}" errors="${errors}"`;
}

function test({file, line, column, name, outcome, message}: Judged): string {
	const open = `\t\t<testcase name="${escaped(name)}" classname="${escaped(file)}"`;
	if (outcome === 'passed') return `${open}/>\n`;
	const element = outcome === 'failed' ? 'failure' : 'error';
	const [first = ''] = message.split('\n');
	const place = line === null ? file : `${file}:${line}${column === null ? '' : `:${column}`}`;
	const text = `${place}: ${message}`.split('\n').map(escaped).join('\n');
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
