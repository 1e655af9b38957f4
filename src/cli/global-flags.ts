/** The options that every subcommand takes, with what the help says of them. */
export const globalFlags = {
	plain: 'lines instead of the full screen',
	ascii: 'draw with ASCII characters only',
	'no-color': 'no colours',
	'no-motion': 'show the passing of time at once',
} as const;

/** The options that every subcommand takes with a word after them. */
export const globalTexts = {
	workshop: {value: 'NAME', about: 'keep what you do in a workshop apart from the rest'},
	to: {
		value: 'DIR',
		about: 'in a workshop: the shared folder that your receipt is written to whenever you get further',
	},
} as const;

/** Help is not spread wider than this, however wide the terminal is. Units: columns. */
export const widestHelp = 100;
