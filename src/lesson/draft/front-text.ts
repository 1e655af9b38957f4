/** Returns the front matter of a new lesson. */
export function frontText(id: string, title: string): string {
	return `---\nid: ${id}\ntitle: ${quoted(title)}\nrole: adversary\nminutes: 5\n---\n`;
}

/** Returns a text as YAML that is read back as it is, whatever it holds. Source: YAML 1.2, double-quoted scalars hold every JSON string. */
export function quoted(text: string): string {
	return JSON.stringify(text);
}

/** Returns a title made of an id: `our-lock` is "Our lock". */
export function titleOf(id: string): string {
	const words = id.replaceAll('-', ' ');
	return words.charAt(0).toUpperCase() + words.slice(1);
}
