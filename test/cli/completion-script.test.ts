import {execFileSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import type {Command} from '../../src/cli/command.js';
import {isShell, script, shellOf} from '../../src/cli/completion-script.js';

const shape: Omit<Command, 'name' | 'usage'> = {
	summary: 'Do the learner’s bidding',
	options: {json: {kind: 'flag', about: 'JSON'}},
	examples: [],
	run: async () => 0,
};

const commands: readonly Command[] = [
	{...shape, name: 'learn', usage: '[ID|FILE]'},
	{...shape, name: 'progress', usage: '[path|export|import|reset] [FILE]'},
	{...shape, name: 'doctor', usage: ''},
];

const ids = ['stale-write', 'lease'];

describe('The completion script', () => {
	it.each([
		['the subcommands', ['fence-tutor', 'l'], ['learn']],
		['the ids of the lessons', ['fence-tutor', 'learn', 'st'], ['stale-write']],
		['the words that stand in the usage', ['fence-tutor', '--plain', 'progress', 'ex'], ['export']],
		['the options', ['fence-tutor', 'doctor', '--j'], ['--json']],
		['the files of a subcommand that takes some', ['fence-tutor', 'learn', 'biome.j'], ['biome.json']],
		['no files for one that takes none', ['fence-tutor', 'doctor', 'biome.j'], []],
	])('completes %s in bash', (_name, line, expected) => {
		expect(completedByBash(line)).toEqual(expected);
	});

	it.each(['zsh', 'fish'] as const)('names every subcommand, option and id for %s', (shell) => {
		const text = script(shell, commands, ids);
		for (const word of ['learn', 'progress', 'doctor', 'stale-write', 'export', 'json', 'no-motion'])
			expect(text).toContain(word);
	});

	it('knows the shell by the last part of its path', () => {
		expect(shellOf('/usr/bin/zsh')).toBe('zsh');
		expect(shellOf(undefined)).toBeNull();
		expect(isShell('tcsh')).toBe(false);
	});
});

function completedByBash(line: readonly string[]): readonly string[] {
	const words = line.map((word) => `'${word}'`).join(' ');
	const typed = `${script('bash', commands, ids)}\nCOMP_WORDS=(${words}); COMP_CWORD=${line.length - 1}; _fence_tutor; printf '%s\\n' "\${COMPREPLY[@]}"`;
	return execFileSync('bash', ['--norc', '-c', typed], {encoding: 'utf8'}).split('\n').filter(Boolean);
}

describe('The scripts of the other shells', () => {
	it('do not ask zsh for a compdef that is not there yet', () => {
		const text = script('zsh', [], []);
		expect(text).toMatch(/if ! whence compdef >\/dev\/null; then\n {2}autoload -Uz compinit && compinit\nfi\ncompdef /);
	});

	it('complete in PowerShell', () => {
		const text = script('powershell', commands, ids);
		expect(text).toContain('Register-ArgumentCompleter -Native -CommandName fence-tutor');
		expect(text).toContain("'learn' = @(");
		expect(isShell('powershell')).toBe(true);
	});
});
