import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
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

const completions: readonly (readonly [string, readonly string[], readonly string[]])[] = [
	['the subcommands', ['fence-tutor', 'l'], ['learn']],
	['the ids of the lessons', ['fence-tutor', 'learn', 'st'], ['stale-write']],
	['the words that stand in the usage', ['fence-tutor', '--plain', 'progress', 'ex'], ['export']],
	['the options', ['fence-tutor', 'doctor', '--j'], ['--json']],
	['the files of a subcommand that takes some', ['fence-tutor', 'learn', 'biome.j'], ['biome.json']],
	['no files for one that takes none', ['fence-tutor', 'doctor', 'biome.j'], []],
];

const hasZsh = spawnSync('zsh', ['-f', '-c', 'zmodload zsh/zpty']).status === 0;

describe('The completion script', () => {
	it.each(completions)('completes %s in bash', (_name, line, expected) => {
		expect(completedByBash(line)).toEqual(expected);
	});

	it.skipIf(!hasZsh && process.env['CI'] !== 'true').each([
		['sourced', (folder: string) => `source ${folder}/_fence-tutor`],
		['a file in fpath', (folder: string) => `fpath=(${folder} $fpath); autoload -Uz compinit && compinit -u -D`],
	])('completes the same in zsh, %s', (_name, begin) => {
		expect(
			completedByZsh(
				completions.map(([, line]) => line.join(' ')),
				begin,
			),
		).toEqual(
			completions.map(([, line, [found]]) =>
				found === undefined ? line.join(' ') : `${[...line.slice(0, -1), found].join(' ')} `,
			),
		);
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

/** What stands at the prompt of a zsh at a terminal after each line and Tab. `begin`: how it gets the script. */
function completedByZsh(lines: readonly string[], begin: (folder: string) => string): readonly string[] {
	const folder = mkdtempSync(join(tmpdir(), 'fence-tutor-zsh-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	writeFileSync(join(folder, '_fence-tutor'), script('zsh', commands, ids));
	const tab = `report() { zle complete-word; print -r -- $BUFFER >> ${folder}/completed; BUFFER=; }; zle -N report; bindkey '^I' report`;
	writeFileSync(join(folder, 'inside'), `unsetopt zle_bracketed_paste\n${begin(folder)}\n${tab}\n`);
	const outside = [
		'zmodload zsh/zpty',
		'zpty shell zsh -f -i',
		`zpty -w shell 'source ${folder}/inside'`,
		...lines.map((line) => `zpty -w -n shell '${line}'$'\\t'`),
		'zpty -w shell exit',
		'while zpty -r shell; do :; done',
	].join('\n');
	execFileSync('zsh', ['-f', '-c', outside], {stdio: 'ignore'});
	return readFileSync(join(folder, 'completed'), 'utf8').split('\n').slice(0, -1);
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
