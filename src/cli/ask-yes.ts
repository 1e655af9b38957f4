import type {Io} from './io.js';

/** Whether the answer to a question in the terminal is yes; the end of input is no. */
export async function askYes(question: string, {stdin, stdout}: Pick<Io, 'stdin' | 'stdout'>): Promise<boolean> {
	stdout.write(question);
	let answer = '';
	for await (const chunk of stdin) {
		answer += typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk);
		if (answer.includes('\n') || answer.length > longest) break;
	}
	// Where nobody has typed Enter the line of the question is still open.
	if (!answer.includes('\n')) stdout.write('\n');
	return /^y(es)?$/i.test(answer.trim());
}

const longest = 1000;
