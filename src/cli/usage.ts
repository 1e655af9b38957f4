/** How many words a subcommand takes. */
export type Words = {readonly least: number; readonly most: number};

/** Returns how many words a usage line allows: `FILE...` one or more, `[ID]` none or one, `[PATH]...` any number. */
export function wordsOf(usage: string): Words {
	const parts = usage.split(' ').filter(Boolean);
	return {
		least: parts.filter((part) => !part.startsWith('[')).length,
		most: parts.some((part) => part.includes('...')) ? Number.POSITIVE_INFINITY : parts.length,
	};
}
