import type {Assist, Line} from './line.js';

/** The dim text ahead of the cursor that Right, End or Ctrl-E would take: the rest of what is probably meant, or the proposed line while nothing is typed. */
export const ghost = (line: Line, assist: Assist): string => {
	if (line.search !== null || line.cycle !== null || line.cursor !== line.text.length) return '';
	if (line.text === '') return assist.proposed ?? '';
	if (assist.proposed?.startsWith(line.text) === true) return assist.proposed.slice(line.text.length);
	return assist.ahead(line.text);
};

/** The first word of the dim text. */
export const ghostWord = (line: Line, assist: Assist): string => /^\s*\S+\s*/.exec(ghost(line, assist))?.[0] ?? '';
