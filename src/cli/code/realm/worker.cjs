// The worker in which a learner's code runs. Runs of it share a realm until one changes something in it, and from then on each has its own. It is started with --experimental-vm-modules, a limit on its heap, and an empty environment.
'use strict';
const {readFileSync, statSync} = require('node:fs');
const nodeModule = require('node:module');
const {basename, dirname, resolve} = require('node:path');
const process = require('node:process');
const vm = require('node:vm');
const {workerData} = require('node:worker_threads');

const {prelude, flag, port} = workerData;
/** The file of the learner's, which is told first. */
let file = '';
let folder = '';
const boot = new vm.Script(prelude, {filename: 'fence-tutor:prelude'});
const largest = 256 * 1024;
/** The text of each file, read once, so that all runs are of the same code. */
const sources = new Map();
/** Lines of stacks, each with its place in the learner's folder, or null. */
const places = new Map();
/** Runs that stand at the end of their story, by story: each may be told one answer more, once. Order: oldest first. */
const resting = new Map();
const mostResting = 64;
/** The run under way. */
let current = null;
/** The realm in which runs of the code follow each other, as long as none has changed anything in it; null where there is none yet. */
let shared = null;
/** Whether it is known how the shared realm was before the code ran. */
let isWatched = false;
/** Code that changes its realm once gets one of its own for each run. */
let mayShare = true;
/** The client of all runs in the shared realm, where its module holds nothing else; null where it does, or before the first run. */
let lasting = null;
const mostSaid = 20;
/** The class that sequences of calls are played on; null before the first. A worker is asked for one class only. */
let player = null;
/** A realm that nobody has used yet, made before there is a file; null once it is used. */
let unused = null;

process.on('unhandledRejection', (error) => current?.fail(error));
process.on('uncaughtException', (error) => current?.fail(error));
closeTheHost();
unused = openRealm();

/** What cannot be run: a sentence for the learner, and where. */
class Unusable extends Error {
	constructor(sentence, place = {file: null, line: null}, isSyntax = false) {
		super(sentence);
		this.place = place;
		this.isSyntax = isSyntax;
	}
}

port.on('message', async (request) => {
	if (request.kind === 'take') {
		file = request.file;
		folder = dirname(file);
		return;
	}
	let answer;
	try {
		answer = request.kind === 'play' ? {played: await play(request)} : {standing: await stand(request)};
	} catch (error) {
		answer =
			error instanceof Unusable
				? {unusable: {sentence: error.message, place: error.place, isSyntax: error.isSyntax}}
				: {unusable: {sentence: String(error?.message ?? error), place: {file: null, line: null}, isSyntax: false}};
	}
	port.postMessage(answer);
	Atomics.store(flag, 0, 1);
	Atomics.notify(flag, 0);
});

/** Code of the learner that came to hold of something of this realm could still make no code of it. */
function closeTheHost() {
	const refuse = () => {
		throw new Error('Code is not made from text here.');
	};
	for (const made of [() => {}, async () => {}, function* () {}, async function* () {}])
		Object.defineProperty(Object.getPrototypeOf(made), 'constructor', {value: refuse});
	globalThis.eval = refuse;
	// What Node gives a worker that is started with a text.
	for (const name of ['require', 'module', 'exports', '__filename', '__dirname']) delete globalThis[name];
}

async function stand({story, as}) {
	const key = (length) => JSON.stringify([story.slice(0, length), as]);
	const rested = story.length === 0 ? undefined : resting.get(key(story.length - 1));
	resting.delete(key(story.length - 1));
	current = rested ?? (await begin(as, story));
	await current.goOn(story);
	const standing = current.standing();
	if (standing.ended === null && !standing.pending.some(({sync}) => sync)) resting.set(key(story.length), current);
	if (resting.size > mostResting) resting.delete(resting.keys().next().value);
	return standing;
}

/** A run at its beginning. */
async function begin(as, begun) {
	const pending = new Map();
	/** Asks whose answer nobody has begun to wait for. */
	const unheard = new Set();
	const asked = [];
	let story = begun;
	let told = 0;
	let ended = null;
	let error = null;
	let floating = null;
	let looksAtName = false;
	let draws = false;
	let said = [];
	const realm = realmForRun();
	const inside = realm.newRun(tell, lookUp, as);
	const run = {realm, inside, refused: null, fail: (reason) => end('threw', realm.textOf(reason)), goOn, standing};
	enter(run);
	void inside.start((realm === shared ? lasting : null) ?? (await newClient(realm, run)));
	await quiet(run);
	return run;

	async function goOn(further) {
		enter(run);
		story = further;
		while (told < story.length && ended !== 'threw') {
			const [id, text] = story[told++];
			pending.delete(id);
			said = [];
			inside.answer(id, text);
			await quiet(run);
		}
		keepApart(run);
	}

	function standing() {
		const left = ended === 'threw' ? [] : [...pending.values()];
		for (const ask of floating === null ? left : [...left, floating])
			if (ask.file === undefined) Object.assign(ask, placeOf(inside.stackOf(ask.id)));
		return {
			pending: left,
			ended: left.length > 0 ? null : (ended ?? 'stuck'),
			error,
			floating,
			looksAtName,
			...(draws ? {draws} : {}),
			...(said.length > 0 ? {said} : {}),
			asked: [...asked],
		};
	}

	function tell(what, id, text) {
		switch (what) {
			case 'ask':
				if (ended === 'threw') return;
				asked.push(`${told} ${text}`);
				pending.set(id, {id, ...JSON.parse(text)});
				return;
			case 'drop':
				pending.delete(id);
				return;
			case 'unheard':
				unheard.add(id);
				return;
			case 'heard':
				unheard.delete(id);
				return;
			case 'named':
				looksAtName = true;
				return;
			case 'drew':
				draws = true;
				return;
			case 'said':
				if (said.length < mostSaid) said.push(text.slice(0, 300));
				return;
			default:
				end(what, text);
		}
	}

	function end(how, text) {
		if (ended === 'threw' || [...pending.values()].some(({sync}) => sync)) return;
		ended = how;
		if (how === 'threw') error = {message: withHint(text), ...placeOf(text)};
		floating =
			[...pending.values()].find(({id, kind}) => (how === 'threw' ? unheard.has(id) : kind !== 'sleep')) ?? null;
	}

	/** The answer to an ask that cannot wait: the next of the story, or nothing where the story ends before it. */
	function lookUp(id, text) {
		if (story[told]?.[0] !== id) return '';
		asked.push(`${told} ${text}`);
		said = [];
		return story[told++][1];
	}
}

/** The client of modules that are run anew. */
async function newClient(realm, run) {
	const exported = await load(realm, run);
	const client = clientOf(exported);
	if (realm === shared && isAll(client)) {
		realm.watchClient(client);
		lasting = client;
	}
	return client;
}

/**
 * Whether a client is all that there is: one module, which holds nothing beside an async function. Then to run the module anew would give the same again, as long as nothing is put on
 * the function itself.
 */
function isAll(client) {
	const code = Function.prototype.toString.call(client);
	const [rest = '', ...others] = sourceOf(file).split(code);
	return (
		sources.size === 1 &&
		others.length === 1 &&
		!Object.hasOwn(client, 'prototype') &&
		!/\bimport\b/.test(code) &&
		/^(?:\s|\/\/.*[\n\r]|\/\*(?:[^*]|\*(?!\/))*\*\/)*export default\s*$/.test(rest) &&
		/^(?:\s|;|\/\/.*[\n\r])*$/.test(others[0])
	);
}

/** The client that a module exports. What can be called may be none: its call would only seem to do something. */
function clientOf(exported) {
	const client = exported.default;
	const place = () => ({file: basename(file), line: lineOf(file, 'export default') ?? lineOf(file, 'export')});
	if (typeof client !== 'function') {
		const instead =
			client !== undefined
				? ' What it exports is no function.'
				: Object.keys(exported).length > 0
					? ` What it exports has a name (${Object.keys(exported)[0]}) and is not the default.`
					: '';
		throw new Unusable(`${basename(file)} exports no client. It has to say: ${form}${instead}`, place());
	}
	const code = Function.prototype.toString.call(client);
	const what = /^class\b/.test(code) ? 'a class' : /^(?:async\s*)?(?:function\s*)?\*/.test(code) ? 'a generator' : null;
	if (what !== null)
		throw new Unusable(`${basename(file)} exports ${what}, and a client is an async function: ${form}`, place());
	const [, first] = /^(?:async\b\s*)?(?:function\b[^(]*)?\(?\s*(\w+)/.exec(code) ?? [];
	if (givenNames.has(first))
		throw new Unusable(`A client is given what it takes as one object, so ${first} stands in braces: ${form}`, place());
	return client;
}

const form = 'export default async function client({lock, store}) { ... }';

const givenNames = new Set(['lock', 'locks', 'store', 'stores', 'sleep', 'name']);

/** Waits until no microtask is left: nothing in a realm happens by itself. */
async function quiet(run) {
	await new Promise((done) => setImmediate(done));
	if (run.refused !== null) throw run.refused;
}

function openRealm() {
	if (unused !== null) {
		const realm = unused;
		unused = null;
		return realm;
	}
	// Without a prototype, so that the global object inherits nothing of this realm.
	const context = vm.createContext(Object.create(null), {codeGeneration: {strings: false, wasm: false}});
	return {context, ...boot.runInContext(context)()};
}

/** The realm of a new run, as it was before any code ran in it. */
function realmForRun() {
	if (shared !== null) return shared;
	const realm = openRealm();
	if (!mayShare) return realm;
	shared = realm;
	return realm;
}

function enter(run) {
	current = run;
	run.realm.enter(run.inside);
}

/** What the code has put into the realm may fail when it is looked at. */
function isUntouched(realm) {
	try {
		return realm.isUntouched();
	} catch {
		return false;
	}
}

/** Leaves the realm to a run that has changed something in it. The others that stand in it are forgotten, since they would see that. */
function keepApart(run) {
	if (run.realm !== shared || isUntouched(run.realm)) return;
	shared = null;
	mayShare = false;
	for (const [story, other] of resting) if (other.realm === run.realm && other !== run) resting.delete(story);
}

/** What the learner's file exports. */
async function load(realm, run) {
	const modules = new Map();
	const main = moduleOf(file);
	let isReached = false;
	// Runs only once the learner's module has been run to its end.
	const end = new vm.SourceTextModule("import 'main'; import.meta.reach();", {
		context: realm.context,
		// Without a name of its own it gets a number, which newer versions of Node keep in the realm.
		identifier: 'fence-tutor:end',
		initializeImportMeta(meta) {
			meta.reach = () => {
				isReached = true;
			};
		},
	});
	try {
		await end.link((specifier, {identifier}) => {
			if (specifier === 'main' && identifier === end.identifier) return main;
			if (!/^\.\/[\w.-]+\.m?[jt]s$/.test(specifier)) throw refusal(specifier, identifier);
			const path = resolve(folder, specifier);
			if (statSync(path, {throwIfNoEntry: false}) === undefined)
				throw new Unusable(`This imports '${specifier}', and there is no such file beside it.`, {
					file: basename(identifier),
					line: lineOf(identifier, specifier),
				});
			return moduleOf(path);
		});
	} catch (error) {
		if (error instanceof Unusable) throw error;
		throw notExported(`${error?.message ?? error}`);
	}
	if (realm === shared && !isWatched) realm.watch(JSON.stringify(namedGlobals()));
	isWatched = true;
	// Not awaited: it is a promise of the realm, and to await it would call a `then` that the learner may have replaced.
	realm.overlook(end.evaluate());
	await quiet(run);
	if (main.status === 'errored') {
		const text = realm.textOf(main.error);
		throw new Unusable(
			`This fails before the client begins: ${withHint(text)}${hintOn(text) === '' ? '.' : ''}`,
			placeOr(text),
		);
	}
	if (!isReached)
		throw new Unusable(
			'This waits before the client begins, and nothing would ever end that. Move the await into the client.',
			{file: basename(file), line: null},
		);
	return main.namespace;

	function moduleOf(path) {
		const known = modules.get(path) ?? compiled(path);
		modules.set(path, known);
		return known;
	}

	function compiled(path) {
		try {
			return new vm.SourceTextModule(sourceOf(path), {
				context: realm.context,
				identifier: path,
				importModuleDynamically(specifier) {
					run.refused ??= refusal(specifier, path);
					throw realm.errorOf(run.refused.message);
				},
			});
		} catch (error) {
			if (error instanceof Unusable) throw error;
			throw new Unusable(`${error?.message ?? error}`, {file: basename(path), line: null}, true);
		}
	}
}

/**
 * The globals whose names stand in the code, where the code can come to hold of nothing else that outlives a run; else null. No word of it leads from a thing to its class or to a thing
 * that holds others, and no part of a thing is looked up by a name that is made while it runs. Comments and texts count as well, by which only more is looked at.
 */
function namedGlobals() {
	const code = [...sources.values()].join('\n');
	const words = [...new Set(code.match(/[\w$]+/g))];
	const named = words.filter((word) => plainGlobals.has(word));
	const leads =
		/\\u|\.\s*(?:\/[/*]|(?:return|const|let|var)\b)/.test(code) ||
		code.replace(listBegin, '').includes('[') ||
		words.some((word) => word === 'prototype' || (word in globalThis && !plainGlobals.has(word)));
	return leads ? null : named;
}

/** Globals that lead to nothing else that could be changed. */
const plainGlobals = new Set(
	'Promise Error TypeError RangeError Date Math JSON Number String Boolean Array Map Set console performance setTimeout setInterval clearTimeout clearInterval queueMicrotask undefined NaN Infinity isNaN isFinite parseInt parseFloat'.split(
		' ',
	),
);

/** A `[` that begins a list or the pattern of one, and looks nothing up. */
const listBegin = /(?<=(?:[([=:?&|>;!]|\.\.\.|(?<![\w$#])(?:return|const|let|var)) ?)\[/g;

function refusal(specifier, from) {
	return new Unusable(
		`This imports ${JSON.stringify(`${specifier}`).slice(0, 80)}. Only a file beside it can be imported, such as './helper.mjs': the code runs in a simulated world, without files, network or packages.`,
		{file: basename(from), line: lineOf(from, `${specifier}`)},
	);
}

/** That a file does not export what another imports from it, in the engine's words. */
function notExported(message) {
	const [, specifier, name] = /module '(.*)' does not provide an export named '(.*)'/.exec(message) ?? [];
	if (specifier === undefined) return new Unusable(`${message}.`, {file: basename(file), line: null});
	const from = [...sources.keys()].find((path) => lineOf(path, specifier) !== null) ?? file;
	return new Unusable(`This imports ${name} from '${specifier}', which exports nothing of that name.`, {
		file: basename(from),
		line: lineOf(from, specifier),
	});
}

/** The first line that holds a text. */
function lineOf(path, text) {
	const index = (sources.get(path) ?? '').split('\n').findIndex((line) => line.includes(text));
	return index < 0 ? null : index + 1;
}

function sourceOf(path) {
	if (!sources.has(path)) sources.set(path, javascriptOf(path));
	return sources.get(path);
}

function javascriptOf(path) {
	const place = {file: basename(path), line: null};
	const stat = statSync(path, {throwIfNoEntry: false});
	if (stat === undefined) throw new Unusable('There is no such file. Check the name.', place);
	if (!stat.isFile()) throw new Unusable('This is no file of code.', place);
	if (stat.size > largest) throw new Unusable('This is larger than 256 KiB, and code to be searched is not.', place);
	const text = readFileSync(path, 'utf8');
	if (!/ts$/.test(path)) return text;
	if (nodeModule.stripTypeScriptTypes === undefined)
		throw new Unusable(
			`TypeScript needs Node 22.13 or later, and this is Node ${process.versions.node}. Save it as .mjs, without types.`,
			place,
		);
	try {
		return nodeModule.stripTypeScriptTypes(text);
	} catch (error) {
		const [, line, caret] = /^.*:(\d+)\n(?:.*\n)*?([ \t]*)\^+\n/.exec(`${error?.stack}`) ?? [];
		throw new Unusable(
			`This is no TypeScript whose types can be taken away: ${firstLine(`${error?.message}`)}.`,
			line === undefined ? place : {...place, line: Number(line), column: caret.length + 1},
		);
	}
}

/** What was thrown, and what a name means that is not there. */
function withHint(text) {
	const hint = hintOn(text);
	return hint === '' ? firstLine(text) : `${firstLine(text)}. ${hint}`;
}

function hintOn(text) {
	const [, what, call] = /^TypeError: (lock|store)(?:s\.\w+)?\.(\w+) is not a function/.exec(text) ?? [];
	if (/^(?:begin|commit|rollback)$/.test(call))
		return 'Code has no transactions: each write is one of its own, and the store does it at once.';
	if (what === 'lock') return 'A lock has acquire, tryAcquire, renew, release and isMine.';
	if (what === 'store') return 'A store has read, write and advance.';
	const [, name] = /^ReferenceError: (\w+) is not defined/.exec(text) ?? [];
	if (name === undefined) return '';
	if (/^(?:module|exports|require)$/.test(name)) return `Write it as a module: ${form}`;
	if (givenNames.has(name)) return `The client is given it: export default async function client({${name}}) { ... }`;
	return Object.hasOwn(globalThis, name) ? `The code runs in a simulated world, in which there is no ${name}.` : '';
}

function firstLine(text) {
	return text.split('\n')[0].slice(0, 300).replace(/\.$/, '');
}

/** The first place of a stack that is in the learner's folder. */
function placeOf(stack) {
	for (const line of stack.split('\n')) {
		// The same lines come again and again.
		if (!places.has(line)) places.set(line, placeIn(line));
		const place = places.get(line);
		if (place !== null) return place;
	}
	return {file: null, line: null};
}

function placeIn(line) {
	const found = /\(?([^()]+):(\d+):\d+\)?$/.exec(line.trim().replace(/^at (?:async )?/, ''));
	return found !== null && dirname(found[1].trim()) === folder
		? {file: basename(found[1]), line: Number(found[2])}
		: null;
}

function placeOr(stack) {
	const place = placeOf(stack);
	return place.file === null ? {file: basename(file), line: null} : place;
}

/** What a class of the file answers to sequences of calls. Every sequence has a fresh instance, and all share a realm. */
async function play({name, calls, sequences}) {
	player ??= await playerOf(name);
	enter(player.run);
	return player.run.realm.play(player.Class, calls, sequences);
}

async function playerOf(name) {
	const realm = openRealm();
	const inside = realm.newRun(
		() => {},
		() => '0',
		{clock: true, name: '', locks: [], stores: []},
	);
	const run = {realm, inside, refused: null, fail: () => {}};
	enter(run);
	const Class = (await load(realm, run))[name];
	if (typeof Class !== 'function')
		throw new Unusable(`${basename(file)} exports no class ${name}. It has to say: export class ${name} { ... }`, {
			file: basename(file),
			line: null,
		});
	return {run, Class};
}
