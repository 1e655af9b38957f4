/** The code with comments and texts blank, line by line as it was. What opens one that is never closed stays. */
export function withoutWords(code: string): string {
	return code.replace(words, blank);
}

/** Blanks in place of all that is on the lines of a text. */
export function blank(text: string): string {
	return text.replace(/[^\n\r]/g, ' ');
}

const words =
	/\/\*[\s\S]*?\*\/|"""[\s\S]*?"""|'''[\s\S]*?'''|\/\/[^\n\r]*|#[^\n\r]*|"(?!"")(?:[^"\\\n\r]|\\.)*"|'(?!'')(?:[^'\\\n\r]|\\.)*'/g;
