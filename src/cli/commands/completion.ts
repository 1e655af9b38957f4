import {command} from '../command.js';
import {exitCode, UnusableInput} from '../exit-code.js';

/** `fence-tutor completion SHELL`: a script that teaches a shell to complete the subcommands, their options, the lessons' ids and the designs' names. */
export const completionCommand = command({
	name: 'completion',
	summary: 'Print a script that lets your shell complete this program’s words',
	usage: '[bash|zsh|fish|powershell]',
	options: {},
	examples: [
		{line: 'eval "$(fence-tutor completion bash)"', about: 'in ~/.bashrc'},
		{line: 'eval "$(fence-tutor completion zsh)"', about: 'in ~/.zshrc'},
		{line: 'fence-tutor completion fish | source', about: 'in config.fish'},
		{line: 'fence-tutor completion powershell | Out-String | Invoke-Expression', about: 'in $PROFILE'},
	],
	async run({words}, io) {
		const [{isShell, script, shellOf}, {registry}, {lessons}, {designs}] = await Promise.all([
			import('../completion-script.js'),
			import('../registry.js'),
			import('fence-tutor:lessons'),
			import('fence-tutor:designs'),
		]);
		const shell = words[0] ?? shellOf(io.env['SHELL']);
		if (!isShell(shell))
			throw new UnusableInput('Name your shell: fence-tutor completion bash, zsh, fish or powershell.');
		const commands = await Promise.all(registry.map(({load}) => load()));
		const ids = lessons.map(({id}) => id);
		io.stdout.write(
			script(
				shell,
				commands,
				ids,
				designs.map(({name}) => name),
			),
		);
		return exitCode.fine;
	},
});
