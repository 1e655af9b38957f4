/** Something that a guide tells its reader to do. Order: as in the guide. */
export type Deed =
	/** Save a text under a name. */
	| {readonly kind: 'save'; readonly file: string; readonly text: string; readonly line: number}
	/** Type a command, and lines at its prompt; then see what is shown, where `…` stands for anything. */
	| {
			readonly kind: 'run';
			readonly command: string;
			readonly typed: readonly string[];
			readonly shown: readonly string[];
			readonly line: number;
	  };

/**
 * Returns what a guide tells its reader to do: `console` blocks are commands behind `$`, lines for their prompts behind `>` (alone: Enter), and what is shown; any other block that a file's
 * name stands behind, or before it in a line that says "Save this as", is to be saved. Units: lines count from 1.
 */
export function deedsOf(markdown: string): readonly Deed[] {
	const lines = markdown.split('\n');
	const deeds: Deed[] = [];
	let named: string | null = null;
	for (let at = 0; at < lines.length; at++) {
		const line = lines[at] ?? '';
		const fence = /^(`{3,})(\w*)[ ]*(.*)$/.exec(line);
		if (fence === null) {
			if (line.trim() !== '') named = nameIn(lines.slice(Math.max(0, at - 1), at + 1).join(' '));
			continue;
		}
		const [, mark = '', kind = '', name = ''] = fence;
		const end = lines.indexOf(mark, at + 1);
		const body = lines.slice(at + 1, end);
		const file = name === '' ? named : name;
		if (kind === 'console') deeds.push(...runsIn(body, at + 2));
		else if (file !== null) deeds.push({kind: 'save', file, text: `${body.join('\n')}\n`, line: at + 1});
		named = null;
		at = end;
	}
	return deeds;
}

function nameIn(text: string): string | null {
	return /Save this as\s+`([^`]+)`[^`]*:\s*$/.exec(text)?.[1] ?? null;
}

function runsIn(body: readonly string[], first: number): readonly Deed[] {
	const starts = body.flatMap((line, index) => (line.startsWith('$ ') ? [index] : []));
	return starts.map((start, nth): Deed => {
		const shown = body.slice(start + 1, starts[nth + 1]);
		return {
			kind: 'run',
			command: (body[start] ?? '').slice(2),
			typed: shown.filter((line) => line === '>' || line.startsWith('> ')).map((line) => line.slice(2)),
			shown,
			line: first + start,
		};
	});
}

/** Returns the pattern of what is shown. */
export function patternOf(shown: readonly string[]): RegExp {
	const parts = shown.map((line) =>
		line === '…' ? '(?:.*\\n)*?' : `${line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '.*')}\\n`,
	);
	return new RegExp(`^${parts.join('')}$`);
}
