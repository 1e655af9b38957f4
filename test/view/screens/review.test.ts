import {describe, expect, it} from 'vitest';
import {openHome} from '../../../src/view/screens/home.js';
import {home, lessonList, misshapen, play, shown} from './playing.js';

const withDue = {...lessonList, due: 2};
const due = home(80, 24, {lessonList: withDue, screen: {kind: 'home', home: openHome(withDue)}});

describe('Bets to warm up on the home screen', () => {
	it('are told of in a line, with the word that opens them', () => {
		expect(shown(due)).toContain('2 bets to warm up: /review');
		expect(misshapen(due)).toEqual([]);
		expect(shown(home())).not.toContain('warm up');
	});

	it('are opened by that word, and stand before the lessons', () => {
		const {effects} = play(due, '/review', '<enter>');
		expect(effects).toEqual([{kind: 'open', lesson: 'Warm-up'}]);
		expect(shown(play(due, '/review').app)).toContain('Warm-up');
	});

	it('are opened by that word though a lesson is called so', () => {
		const items = withDue.items.map((item, index) => (index === 2 ? {...item, id: 'review'} : item));
		const list = {...withDue, items};
		const {effects} = play(
			home(80, 24, {lessonList: list, screen: {kind: 'home', home: openHome(list)}}),
			'/review',
			'<enter>',
		);
		expect(effects).toEqual([{kind: 'open', lesson: 'Warm-up'}]);
	});

	it('leave Enter to the lesson that is next', () => {
		expect(play(due, '<enter>').effects).toMatchObject([{kind: 'open', lesson: 'lease'}]);
	});

	it('are said not to be there, in a lesson too', () => {
		const {app, effects} = play(home(), '<enter>', '/review', '<enter>');
		expect(shown(app)).toContain('No bet to warm up today.');
		expect(effects.filter(({kind}) => kind === 'open')).toHaveLength(1);
	});
});

describe('The notes on the screen', () => {
	it('end with the bets that went the other way', () => {
		const missed = [{lesson: 'zombie', question: 'Who believes?', said: 'B alone', truth: 'Both', because: ''}];
		const {app} = play(home(80, 24, {lessonList: {...lessonList, missed}}), 'notes', '<enter>');
		expect(shown(app)).toMatch(
			/Bets that went the other way[\s\S]*The zombie[\s\S]*Who believes\?[\s\S]*✗ B alone[\s\S]*✓ Both/,
		);
		expect(misshapen(app)).toEqual([]);
	});
});
