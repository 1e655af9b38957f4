/** Returns the environment of a person who has set nothing: what the tests' own environment holds does not count. `home` is where progress is kept. */
export function plainEnvironment(home: string, changes: Readonly<Record<string, string>> = {}): Record<string, string> {
	return {PATH: process.env['PATH'] ?? '', HOME: home, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...changes};
}
