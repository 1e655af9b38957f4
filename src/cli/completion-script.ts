import type {Command} from './command.js';
import {globalFlags, globalTexts} from './global-flags.js';

export type Shell = 'bash' | 'zsh' | 'fish' | 'powershell';

/** Returns the script for a shell. The names in it are our own: letters, digits and dashes, so that nothing needs quoting but the summaries. */
export function script(
	shell: Shell,
	commands: readonly Command[],
	lessonIds: readonly string[],
	designNames: readonly string[] = [],
): string {
	const entries = commands.map((command) => entryOf(command, command.name === 'designs' ? designNames : lessonIds));
	switch (shell) {
		case 'bash':
			return bash(entries);
		case 'zsh':
			return zsh(entries);
		case 'fish':
			return fish(entries);
		case 'powershell':
			return powershell(entries);
	}
}

export function isShell(name: string | null): name is Shell {
	return name === 'bash' || name === 'zsh' || name === 'fish' || name === 'powershell';
}

/** Returns the last part of a path such as `/usr/bin/zsh`. */
export function shellOf(path: string | undefined): string | null {
	return path?.split('/').at(-1) ?? null;
}

/** What may follow one subcommand. */
type Entry = {
	readonly name: string;
	readonly summary: string;
	readonly options: readonly string[];
	readonly words: readonly string[];
	readonly files: boolean;
};

/** `known`: what can be named where the usage says ID or NAME|FILE. */
function entryOf({name, summary, usage, options}: Command, known: readonly string[]): Entry {
	const literals = usage.match(/\b[a-z][a-z-]*\b/g) ?? [];
	return {
		name,
		summary,
		options: [...Object.keys(options), ...globals].map((option) => `--${option}`),
		words: [...literals, ...(/\bID\b|\bNAME\|FILE\b/.test(usage) ? known : [])],
		files: /FILE|DIR|PATH|RECEIPT/.test(usage),
	};
}

const globals: readonly string[] = ['help', ...Object.keys(globalFlags), ...Object.keys(globalTexts)];

const globalWords = globals.map((option) => `--${option}`).join(' ');

function bash(entries: readonly Entry[]): string {
	const cases = entries
		.map(
			({name, options, words, files}) =>
				`    ${name}) words="${[...words, ...options].join(' ')}"; files=${files ? 1 : 0} ;;\n`,
		)
		.join('');
	return `_fence_tutor() {
  local current="\${COMP_WORDS[COMP_CWORD]}" name="" words files=0 i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in -*) ;; *) name="\${COMP_WORDS[i]}"; break ;; esac
  done
  case "$name" in
    "") words="${entries.map(({name}) => name).join(' ')} --version ${globalWords}" ;;
${cases}    *) words="" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [ "$files" = 1 ]; then COMPREPLY+=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _fence_tutor fence-tutor
`;
}

function zsh(entries: readonly Entry[]): string {
	const names = entries.map(({name, summary}) => `    '${name}:${quoted(summary)}'\n`).join('');
	const cases = entries
		.map(
			({name, options, words, files}) =>
				`      ${name}) compadd -- ${[...words, ...options].join(' ')}${files ? '; _files' : ''} ;;\n`,
		)
		.join('');
	return `#compdef fence-tutor
_fence_tutor() {
  local -a names
  names=(
${names}  )
  local name="" word
  for word in \${words[2,$((CURRENT - 1))]}; do
    case "$word" in -*) ;; *) name="$word"; break ;; esac
  done
  if [ -z "$name" ]; then
    _describe 'subcommand' names
    compadd -- --version ${globalWords}
  else
    case "$name" in
${cases}    esac
  fi
}
# compdef is there once compinit has run.
if ! whence compdef >/dev/null; then
  autoload -Uz compinit && compinit
fi
compdef _fence_tutor fence-tutor
# As a file in fpath this is loaded by the first Tab, which is to complete too.
case "\${funcstack[1]}" in _fence[-_]tutor) _fence_tutor "$@" ;; esac
`;
}

function fish(entries: readonly Entry[]): string {
	const seen = `__fish_seen_subcommand_from ${entries.map(({name}) => name).join(' ')}`;
	const lines = entries.flatMap(({name, summary, options, words, files}) => [
		`complete -c fence-tutor -f -n 'not ${seen}' -a ${name} -d '${quoted(summary)}'`,
		...(files ? [`complete -c fence-tutor -F -n '__fish_seen_subcommand_from ${name}'`] : []),
		...(words.length > 0
			? [`complete -c fence-tutor -n '__fish_seen_subcommand_from ${name}' -a '${words.join(' ')}'`]
			: []),
		...options
			.filter((option) => !globals.includes(option.slice(2)))
			.map((option) => `complete -c fence-tutor -n '__fish_seen_subcommand_from ${name}' -l ${option.slice(2)}`),
	]);
	return `${[...lines, ...globals.map((option) => `complete -c fence-tutor -l ${option}`), `complete -c fence-tutor -f -n 'not ${seen}' -l version`].join('\n')}\n`;
}

function powershell(entries: readonly Entry[]): string {
	const cases = entries
		.map(
			({name, options, words}) =>
				`    '${name}' = @(${[...words, ...options].map((word) => `'${word}'`).join(', ')})\n`,
		)
		.join('');
	const files = entries.filter((entry) => entry.files).map(({name}) => `'${name}'`);
	return `Register-ArgumentCompleter -Native -CommandName fence-tutor -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @{
${cases}  }
  $names = @(${entries.map(({name}) => `'${name}'`).join(', ')})
  $files = @(${files.join(', ')})
  $typed = $commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() }
  $name = $typed | Where-Object { $_ -notlike '-*' -and $words.ContainsKey($_) } | Select-Object -First 1
  if ($name -and $name -ne $wordToComplete) { $found = $words[$name] }
  else { $found = $names + @('--version', ${globals.map((option) => `'--${option}'`).join(', ')}) }
  $found | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
  if ($files -contains $name) { [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete) }
}
`;
}

/** For a place inside single quotes. */
function quoted(text: string): string {
	return text.replaceAll("'", '’');
}
