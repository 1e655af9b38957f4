import type {Io} from './io.js';

/** Whether the answer to a question in the terminal is yes; the end of input is no. What was typed after the answer is left to who reads next. */
export async function askYes(question: string, {stdin, stdout}: Pick<Io, 'stdin' | 'stdout'>): Promise<boolean> {
	stdout.write(question);
	const answer = await firstLine(stdin);
	// Where nobody has typed Enter the line of the question is still open.
	if (!answer.includes('\n')) stdout.write('\n');
	return /^y(es)?$/i.test(answer.trim());
}

async function firstLine(stdin: Io['stdin']): Promise<string> {
	let answer = '';
	for await (const chunk of kept(stdin)) {
		answer += typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk);
		if (answer.includes('\n') || answer.length > longest) break;
	}
	const end = answer.indexOf('\n') + 1;
	if (isStream(stdin)) {
		stdin.pause();
		if (end > 0 && end < answer.length) stdin.unshift(answer.slice(end));
	}
	return end > 0 ? answer.slice(0, end) : answer;
}

/** A stream that is not read to its end would be closed, and the screen that comes after the question would have no keyboard. */
function kept(stdin: Io['stdin']): Io['stdin'] {
	return isStream(stdin) ? (stdin.iterator({destroyOnReturn: false}) as Io['stdin']) : stdin;
}

function isStream(stdin: Io['stdin']): stdin is NodeJS.ReadStream {
	return 'iterator' in stdin && 'unshift' in stdin;
}

const longest = 1000;
