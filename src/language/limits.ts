/** The longest line. Units: code points. */
export const longestLine = 4096;

/** The longest script. Units: lines. */
export const longestScript = 10_000;

/** How many errors one script is told; after them it is read no further. */
export const mostErrors = 1000;

/** The longest name. Units: characters. */
export const longestName = 24;

/** How deep parentheses and `not` may nest in a fact. */
export const deepestFact = 64;
