/** The data as one line of JSON. Order: the fields as they stand. */
export function jsonLine(data: object): string {
	return `${inert(JSON.stringify(data))}\n`;
}

/** The same JSON, and nothing in it that a terminal obeys: JSON itself escapes only what is below the space. */
export function inert(json: string): string {
	return json.replace(/[\u007f-\u009f\u2028\u2029\p{Cf}]/gu, (found) =>
		found
			.split('')
			.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
			.join(''),
	);
}
