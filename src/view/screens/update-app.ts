import {readCommand} from '../../language/command.js';
import {warmUpId} from '../../lesson/warm-up.js';
import {questionOf} from '../../session/beat.js';
import {lessonAfter} from '../../session/course.js';
import type {Input, Effect as SessionEffect} from '../../session/session.js';
import {lessonIn, update} from '../../session/update.js';
import {remembered} from '../prompt/history.js';
import type {Key} from '../prompt/key.js';
import {emptyLine} from '../prompt/line.js';
import type {App, AppEvent, AppTurn, Effect} from './app.js';
import {assistOf, shownLine} from './assist.js';
import {type Entry, type Home, homeKey, openHome} from './home.js';
import {ladderEvents, ladderMoment, noSuchRow} from './ladder-pane.js';
import type {LessonList} from './lesson-list.js';
import {exercisePane, helpPane, ladderPage, mapPane, notesPane, pageOf, stripPage, textPane} from './pages.js';
import {type Pane, paneKey} from './pane.js';
import {roomOf} from './room.js';
import {isTooSmall} from './small-frame.js';
import {themeNamed, themeNames} from './theme.js';
import {answered, openWork, questionOfTrack, type Work, workKey} from './work.js';

/** The screen after something has happened, and what the shell is to do. Pure. */
export function updateApp(app: App, message: AppEvent): AppTurn {
	switch (message.kind) {
		case 'key':
			return pressed(app, message.key);
		case 'resized':
			return quiet({...app, size: message.size});
		case 'lesson-list':
			return quiet(withLessonList(app, message.lessonList));
		case 'opened':
			return quiet(showWork(app, openWork(message.session, emptyLine(app.history))));
		case 'input':
			return app.screen.kind === 'work' ? give(app, app.screen.work, message.input) : quiet(app);
		case 'passed':
			return quiet(passed(app, message.share));
		case 'tracked':
			return quiet(
				app.screen.kind === 'work'
					? {...app, screen: {kind: 'work', work: {...app.screen.work, track: message.track}}}
					: app,
			);
		case 'exploring':
			return quiet({...app, exploring: message.states});
		case 'notice':
			return quiet({...app, notice: message.sentence});
	}
}

/** A list that nobody has touched yet shows where to go on now. */
function withLessonList(app: App, lessonList: LessonList): App {
	const {screen} = app;
	if (screen.kind !== 'home' || screen.home.filter !== '') return {...app, lessonList};
	const isFresh = screen.home.chosen === openHome(app.lessonList, screen.home.left).chosen;
	return {...app, lessonList, screen: isFresh ? {kind: 'home', home: openHome(lessonList, screen.home.left)} : screen};
}

const quiet = (app: App): AppTurn => ({app, effects: []});

const doing = (app: App, ...effects: readonly Effect[]): AppTurn => ({app, effects});

/** Keys that mean the same everywhere come first, then those of a page, then those of the screen below. */
function pressed(app: App, key: Key): AppTurn {
	const chord = key.kind === 'press' ? key.chord : null;
	switch (chord) {
		case 'ctrl-c':
			return doing(app, {kind: 'quit'});
		case 'ctrl-z':
			return doing(app, {kind: 'suspend'});
		case 'ctrl-l':
			return doing(app, {kind: 'redraw'});
		case 'f1':
			return quiet({...app, pane: helpPane()});
	}
	// What cannot be seen must not be worked on.
	if (isTooSmall(app.size)) return chord === 'ctrl-d' ? doing(app, {kind: 'quit'}) : quiet(app);
	if (chord === 'escape' && app.exploring !== null) return doing(app, {kind: 'stop-exploring'});
	const awake = passed(app, 1);
	if (app.pane !== null && chord !== null) return inPane(awake, app.pane, chord);
	const open = {...awake, pane: null};
	return open.screen.kind === 'home' ? atHome(open, open.screen.home, key) : atWork(open, open.screen.work, key);
}

function inPane(app: App, pane: Pane, chord: string): AppTurn {
	if (chord === 'ctrl-d') return doing(app, {kind: 'quit'});
	const closes = ['ctrl-o', 'f2', 'f3'].includes(chord);
	return quiet({...app, pane: paneKey(pane, closes ? 'escape' : chord, roomOf(app))});
}

function atHome(app: App, home: Home, key: Key): AppTurn {
	if (key.kind === 'press' && key.chord === 'ctrl-d') return doing(app, {kind: 'quit'});
	const turn = homeKey(home, key, app.lessonList);
	const next: App = {...app, screen: {kind: 'home', home: turn.home}, notice: turn.used ? null : app.notice};
	return turn.open === null ? byName(next, home, key) : openEntry(next, turn.open);
}

/** A command typed into the filter, such as `quit`, does what it says where the list has nothing of that name. */
function byName(app: App, home: Home, key: Key): AppTurn {
	if (key.kind !== 'press' || key.chord !== 'enter') return quiet(app);
	switch (readCommand(`/${home.filter}`, [])?.name) {
		case 'quit':
			return doing(app, {kind: 'quit'});
		case 'help':
			return openEntry(app, {kind: 'help'});
		case 'play':
			return openEntry(app, {kind: 'sandbox'});
		case 'review':
			return openEntry(app, {kind: 'review'});
	}
	return quiet(app);
}

function openEntry(app: App, entry: Entry): AppTurn {
	switch (entry.kind) {
		case 'lesson':
			return openPlace(app, entry.item.id);
		case 'exercise':
			return quiet({...app, pane: exercisePane(entry.item)});
		case 'review':
			return openReview(app);
		case 'sandbox':
			return openPlace(app, null);
		case 'notes':
			return quiet({...app, pane: notesPane(app.lessonList)});
		case 'map':
			return quiet({...app, pane: mapPane(app.lessonList)});
		case 'help':
			return quiet({...app, pane: helpPane()});
	}
}

function openReview(app: App): AppTurn {
	return (app.lessonList.due ?? 0) > 0
		? openPlace(app, warmUpId)
		: quiet({
				...app,
				notice: 'No bet to warm up today. Those of a solved lesson come back one, three and seven days later.',
			});
}

/** Work that was left for the list goes on as it was; a lesson that was gone through begins anew. */
function openPlace(app: App, lesson: string | null): AppTurn {
	const parked = app.parked.get(lesson ?? '');
	const isOver = parked !== undefined && lessonIn(parked.session)?.standing.finished === true;
	return parked === undefined || isOver ? doing(app, {kind: 'open', lesson}) : quiet(showWork(app, parked));
}

function showWork(app: App, work: Work): App {
	return {...app, screen: {kind: 'work', work}, pane: pageOf(work.session) ?? null};
}

function atWork(app: App, work: Work, key: Key): AppTurn {
	if (key.kind === 'press' && key.chord === 'ctrl-o') return quiet({...app, pane: textPane(work.session)});
	if (key.kind === 'press' && key.chord === 'f2')
		return quiet({...app, pane: ladderPage(work.session.place, roomOf(app))});
	if (key.kind === 'press' && key.chord === 'f3') return quiet({...app, pane: stripPage(work.session.place)});
	// A demonstration is looked at, as a page is, and left as one.
	if (key.kind === 'press' && key.chord === 'escape' && work.session.place.kind === 'show' && work.line.text === '')
		return give(app, work, {kind: 'line', text: '/back'});
	const turn = workKey(work, key, assistOf(work.session, work.line.history));
	if (!turn.used) return key.kind === 'press' && key.chord === 'ctrl-d' ? doing(app, {kind: 'quit'}) : quiet(app);
	const shown: App = {...app, screen: {kind: 'work', work: turn.work}};
	if (turn.input === null) return quiet(shown);
	const lines = linesRun(work, turn.entered);
	const history = lines.reduce(remembered, work.line.history);
	const line = {...turn.work.line, history, at: history.length};
	const after = give({...shown, history, notice: null}, {...turn.work, line}, turn.input);
	return lines.length === 0 ? after : {...after, effects: [{kind: 'remember', lines}, ...after.effects]};
}

/** The lines that are kept in the history: what was entered, and what Enter alone has run; the number of a bet is none. */
function linesRun({session}: Work, entered: readonly string[]): readonly string[] {
	const isBet = questionOf(session.place) !== null;
	const shown = shownLine(session);
	return entered.flatMap((line) =>
		line.trim() !== '' ? (isBet && /^\s*(?:\d{1,2}|[a-z])\s*$/i.test(line) ? [] : [line]) : (shown ?? []),
	);
}

/** The screen after an input to the session. */
function give(app: App, work: Work, input: Input): AppTurn {
	const {session, effects} = update(work.session, input);
	const next = answered(work, session);
	const shown: App = {
		...app,
		screen: {kind: 'work', work: app.motion ? next : {...next, passing: null}},
		pane: pageOf(session) ?? app.pane,
	};
	const animation: readonly Effect[] = app.motion && next.passing !== null ? [{kind: 'animate'}] : [];
	const question = questionOfTrack(work.session.place, session.place);
	const tracking: readonly Effect[] = question === null ? [] : [{kind: 'track', question}];
	return effects.reduce<AppTurn>((turn, effect) => join(turn, perform(turn.app, effect)), {
		app: shown,
		effects: [...animation, ...tracking],
	});
}

function join(before: AppTurn, after: AppTurn): AppTurn {
	return {app: after.app, effects: [...before.effects, ...after.effects]};
}

/** What the screen does of an effect itself, and what it leaves to the shell. */
function perform(app: App, effect: SessionEffect): AppTurn {
	switch (effect.kind) {
		case 'save':
			return app.screen.kind === 'work' ? doing(app, {kind: 'save', session: app.screen.work.session}) : quiet(app);
		case 'take-over':
			return app.screen.kind === 'work'
				? doing(app, {kind: 'take-over', session: app.screen.work.session})
				: quiet(app);
		case 'write':
		case 'write-page':
		case 'read':
		case 'explore':
		case 'offer-live':
		case 'quit':
			return doing(app, effect);
		case 'find-row':
			return findRow(app, effect.row);
		case 'explain-row':
			return explainRow(app, effect.row);
		case 'next-lesson':
			return nextLesson(app);
		case 'menu':
			return quiet(goHome(app));
		case 'notes':
			return quiet({...app, pane: notesPane(app.lessonList)});
		case 'review':
			return openReview(goHome(app));
		case 'theme':
			return changeTheme(app, effect.name);
	}
}

function findRow(app: App, row: number): AppTurn {
	if (app.screen.kind !== 'work') return quiet(app);
	const moment = ladderMoment(app.screen.work.session.place, row);
	if (moment === null) return quiet({...app, notice: noSuchRow(app.screen.work.session.place, row)});
	return give(app, app.screen.work, {kind: 'go', moment});
}

function explainRow(app: App, row: number): AppTurn {
	if (app.screen.kind !== 'work') return quiet(app);
	const events = ladderEvents(app.screen.work.session.place, row);
	if (events === null) return quiet({...app, notice: noSuchRow(app.screen.work.session.place, row)});
	return give(app, app.screen.work, {kind: 'explain', row, events});
}

/** The lesson after the one at hand; after the last one, the list. */
function nextLesson(app: App): AppTurn {
	const {items} = app.lessonList;
	if (lessonId(app) === warmUpId) return quiet(goHome(app));
	const next = lessonAfter(items, lessonId(app));
	const home = goHome(app);
	if (next !== null) return openPlace(home, next.id);
	return quiet({
		...home,
		notice: 'That was the last lesson there is. The sandbox is open, and every lesson can be done again.',
	});
}

function goHome(app: App): App {
	if (app.screen.kind !== 'work') return app;
	const parked = new Map(app.parked).set(lessonId(app), {...app.screen.work, passing: null});
	return {...app, screen: {kind: 'home', home: openHome(app.lessonList, lessonId(app))}, pane: null, parked};
}

function lessonId({screen}: App): string {
	return screen.kind === 'work' ? (lessonIn(screen.work.session)?.lesson.id ?? '') : '';
}

function changeTheme(app: App, name: string | null): AppTurn {
	const next = name === null ? themeNames[(themeNames.indexOf(app.theme) + 1) % themeNames.length] : themeNamed(name);
	if (next === null || next === undefined)
		return quiet({...app, notice: `There is no theme of that name. There are: ${themeNames.join(', ')}.`});
	return doing(
		{...app, theme: next, notice: `The theme is ${next} now. /theme takes the next one.`},
		{kind: 'keep-theme', theme: next},
		{kind: 'redraw'},
	);
}

/** The bars at a share of the way to the present. */
function passed(app: App, share: number): App {
	if (app.screen.kind !== 'work' || app.screen.work.passing === null) return app;
	const {work} = app.screen;
	const {passing} = work;
	return {
		...app,
		screen: {kind: 'work', work: {...work, passing: share >= 1 || passing === null ? null : {...passing, share}}},
	};
}
