/** The options that every subcommand takes, with what the help says of them. */
export const globalFlags = {
	plain: 'lines instead of the full screen',
	ascii: 'draw with ASCII characters only',
	'no-color': 'no colours',
	'no-motion': 'show the passing of time at once',
} as const;
