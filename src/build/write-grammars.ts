import {writeFileSync} from 'node:fs';
import {type Grammar, lessonGrammar, scriptGrammar} from './grammar.js';
import {inProject} from './project.js';

/** Writes the grammars of `editors/` anew: after a word has joined the language. */
write('fence', scriptGrammar());
write('fence-lesson', lessonGrammar());

function write(name: string, grammar: Grammar): void {
	writeFileSync(inProject('editors', `${name}.tmLanguage.json`), `${JSON.stringify(grammar, null, '\t')}\n`);
}
