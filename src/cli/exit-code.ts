/** The exit codes of every subcommand; the highest in this order wins: unusable, failed, gave up, fine. */
export const exitCode = {
	fine: 0,
	/** An expectation, claim, lesson check or exercise failed. */
	failed: 1,
	/** Some input could not be used: a syntax error, a refusal in a script, an unreadable file, a bad option. */
	unusable: 2,
	/** The explorer gave up within its limits. */
	gaveUp: 3,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** Thrown by a command that cannot start with what it was given: the message goes to standard error, and the program ends with 2. */
export class UnusableInput extends Error {
	override readonly name = 'UnusableInput';
}

/** The exit code of several: what was unusable weighs more than what failed, and that more than what is fine. */
export function worst(codes: readonly ExitCode[]): ExitCode {
	return [exitCode.unusable, exitCode.failed, exitCode.gaveUp].find((code) => codes.includes(code)) ?? exitCode.fine;
}
