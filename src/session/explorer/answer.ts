import type {Explored, Request} from '../session.js';
import type {Answering} from './answering.js';
import {answerBreaks} from './breaks.js';
import {answerClaims} from './claims.js';
import {answerExample} from './example.js';
import {answerGoal} from './goal.js';
import {answerShorten} from './shorten.js';

/** The answer to a question of a session. `most`: the states that one search may look at. */
export function answer({world, question}: Pick<Request, 'world' | 'question'>, most: number): Answering<Explored> {
	switch (question.kind) {
		case 'breaks':
			return answerBreaks(world, most);
		case 'reach':
			return answerExample(world, question.fact, most);
		case 'claims':
			return answerClaims(world, question.claims, most);
		case 'goal':
			return answerGoal({world, ...question}, most);
		case 'shorten':
			return answerShorten(world, question.fact, question.script, most);
	}
}
