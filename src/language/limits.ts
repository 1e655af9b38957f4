/** The longest line. Units: code points. */
export const longestLine = 4096;

/** The longest script. Units: lines. */
export const longestScript = 10_000;

export const mostClients = 26;
export const mostStores = 16;
export const mostNodes = 9;

/** The longest name. Units: characters. */
export const longestName = 24;

/** How deep parentheses and `not` may nest in a fact. */
export const deepestFact = 64;
