// The first thing that runs in each realm, before the learner's code. The learner's code can touch only what is made here, so nothing of the host is in its reach:
// text and numbers cross, and what the host throws is caught before anybody sees it.
() => {
	// The originals, which the learner's code may replace.
	const {parse, stringify} = JSON;
	const {apply} = Reflect;
	const {then} = Promise.prototype;
	const {isInteger} = Number;
	const RealError = Error;
	const RealTypeError = TypeError;
	const RealPromise = Promise;
	const RealDate = Date;
	const RealWeakSet = WeakSet;
	const {
		defineProperty,
		freeze,
		getOwnPropertyNames,
		getOwnPropertyDescriptor,
		getPrototypeOf,
		hasOwn,
		is,
		isExtensible,
	} = Object;
	const functionPrototype = Function.prototype;
	const {isPrototypeOf: isParentOf} = Object.prototype;
	const promisePrototype = Promise.prototype;
	const {ownKeys} = Reflect;
	const {exec} = RegExp.prototype;
	const {has: hasIn, add: addTo} = WeakSet.prototype;

	/** The run under way. Runs of the code share a realm as long as none of them changes anything in it. */
	let me;

	// What a program asks its machine, it asks the simulated world here.
	globalThis.Date = class extends RealDate {
		constructor(...parts) {
			super(...(parts.length === 0 ? [me.askAtOnce('now')] : parts));
		}
		static now() {
			return me.askAtOnce('now');
		}
	};
	Object.defineProperty(globalThis.Date, 'name', {value: 'Date'});
	globalThis.performance = {now: () => me.askAtOnce('now')};
	Math.random = () => me.draw();
	const print = (...said) => me.say(said);
	globalThis.console = {log: print, info: print, warn: print, error: print, debug: print};
	globalThis.queueMicrotask = (callback) => void apply(then, (async () => {})(), [() => callback()]);
	globalThis.setTimeout = (callback, ms, ...rest) => me.startTimer(callback, ms, rest, false);
	globalThis.setInterval = (callback, ms, ...rest) => me.startTimer(callback, ms, rest, true);
	globalThis.clearTimeout = (id) => me.stopTimer(id);
	globalThis.clearInterval = (id) => me.stopTimer(id);

	// Memory outside the heap is not counted by the limit on it, and what the collector has done is no answer of the world.
	for (const name of getOwnPropertyNames(globalThis))
		if (
			/Array$|ArrayBuffer$|^(?:DataView|WebAssembly|Atomics|WeakRef|FinalizationRegistry)$/.test(name) &&
			name !== 'Array'
		)
			delete globalThis[name];

	/** Everything that is the same for all code here, object by object, each with its keys and what stands under them. */
	let watched = [];

	/** How it is with one object now. */
	const entryOf = (object) => {
		const keys = ownKeys(object);
		const parts = [];
		for (let at = 0; at < keys.length; at++) parts[at] = getOwnPropertyDescriptor(object, keys[at]);
		return {object, keys, parts, parent: getPrototypeOf(object), extensible: isExtensible(object)};
	};

	/**
	 * Takes down what there is before the code runs. `named`: the globals that the code names, as JSON, where it can come to hold of nothing else; then only these are looked at again.
	 */
	function watch(namedText) {
		const named = parse(namedText);
		const seen = new Set();
		const waiting = [
			globalThis,
			function* () {},
			async () => {},
			async function* () {},
			[][Symbol.iterator](),
			''[Symbol.iterator](),
			new Map()[Symbol.iterator](),
			new Set()[Symbol.iterator](),
			''.matchAll(/x/g),
		];
		while (waiting.length > 0) {
			const object = waiting.pop();
			if ((typeof object !== 'object' && typeof object !== 'function') || object === null || seen.has(object)) continue;
			seen.add(object);
			const entry = entryOf(object);
			// What is neither a constructor nor a prototype is a function that nobody puts anything on: then nothing on it can change, and it needs no look.
			const isFixed = typeof object === 'function' && !hasOwn(object, 'prototype') && object !== functionPrototype;
			if (isFixed) freeze(object);
			for (const {value, get, set} of entry.parts) waiting.push(value, get, set);
			waiting.push(entry.parent);
			if (!isFixed) watched.push(entry);
		}
		if (named === null) return;
		const reached = watched.filter(({object}) => named.some((name) => globalThis[name] === object));
		const parts = named.map((name) => getOwnPropertyDescriptor(globalThis, name));
		const all = watched.find(({object}) => object === globalThis);
		watched = [{...all, keys: named, parts, isPart: true}, ...reached];
	}

	/** Whether all of it is as it was. */
	function isUntouched() {
		for (let at = 0; at < watched.length; at++) {
			const {object, keys, parts, parent, extensible, isPart} = watched[at];
			if (getPrototypeOf(object) !== parent || isExtensible(object) !== extensible) return false;
			if (isPart !== true && ownKeys(object).length !== keys.length) return false;
			for (let index = 0; index < keys.length; index++) {
				const part = parts[index];
				if (part.get === undefined && part.set === undefined) {
					if (!is(object[keys[index]], part.value)) return false;
				} else {
					const now = getOwnPropertyDescriptor(object, keys[index]);
					if (now === undefined || now.get !== part.get || now.set !== part.set) return false;
				}
			}
		}
		return true;
	}

	function must(isTrue, sentence) {
		if (!isTrue) throw new RealTypeError(sentence);
	}

	/** What was thrown, as text. */
	function textOf(thrown) {
		try {
			const stack = thrown?.stack;
			return typeof stack === 'string' ? stack : `${thrown}`;
		} catch {
			return 'something that cannot be shown';
		}
	}

	/** A run of the code from its beginning. */
	function newRun(hostTell, hostLookUp, options) {
		/** Per ask, what takes its answer. */
		const takers = [];
		/** Per ask, an error whose stack is that of who asked. */
		const marks = [];
		/** Per timer, whether it still counts, and the ask it waits on now. */
		const timers = [];
		/** The leases that it was given. */
		const leases = new RealWeakSet();
		let asks = 0;
		let isOver = false;
		let drawn = 7;
		// What the last search in a text found is seen by all code of a realm.
		apply(exec, /(?:)/, ['']);

		function tell(what, id, text) {
			if (isOver) return;
			try {
				hostTell(what, id, text);
			} catch {
				throw new RealError('The world cannot be reached.');
			}
		}

		/** An error that shows who asks. To make a text of its stack takes longer, and most are never looked at. */
		function markedError(id, sentence) {
			const limit = RealError.stackTraceLimit;
			try {
				RealError.stackTraceLimit = 40;
				marks[id] = new RealError(sentence);
				return marks[id];
			} finally {
				RealError.stackTraceLimit = limit;
			}
		}

		/** A call that asks the world, which tells whether anybody takes its answer: to await a promise, or to go on from it, is to look at its constructor. */
		const heard =
			(call) =>
			(...given) => {
				const id = asks;
				const promise = apply(call, undefined, given);
				if (asks > id) {
					tell('unheard', id, '');
					defineProperty(promise, 'constructor', {
						__proto__: null,
						configurable: true,
						get() {
							tell('heard', id, '');
							return RealPromise;
						},
					});
				}
				return promise;
			};

		/** Asks the world, and gives a promise of the answer. */
		function ask(kind, details) {
			const id = asks++;
			// Made here, so that its stack shows who asked.
			const noAnswer = markedError(id, `${kind}: no answer came, and it is not known whether it was done.`);
			const promise = new RealPromise((resolve, reject) => {
				takers[id] = (answer) => (answer.unknown === true ? reject(noAnswer) : resolve(answer));
			});
			tell('ask', id, stringify({kind, ...details}));
			return promise;
		}

		/** Asks the world for what the code goes on with at once. Where the answer is not known yet the run ends, and is done again with it. */
		function askAtOnce(kind) {
			const id = asks++;
			const text = stringify({kind, sync: true});
			let answer = '';
			try {
				if (!isOver) answer = `${hostLookUp(id, text)}`;
			} catch {
				throw new RealError('The world cannot be reached.');
			}
			if (answer !== '') return parse(answer);
			const end = markedError(id, 'This run ends here, and is done again.');
			tell('ask', id, text);
			isOver = true;
			throw end;
		}

		/** A whole number that was given for an option, or null where none was. */
		function whole(given, option) {
			must(
				given === undefined || given === null || isInteger(given),
				`${option} takes a whole number${isPromise(given) ? ', and this is a promise: await it first' : ''}.`,
			);
			return given ?? null;
		}

		function tokenOf(given, call) {
			const isLease = typeof given === 'object' && given !== null && apply(hasIn, leases, [given]);
			must(!isLease, `${call}: the token is a part of the lease: {token: lease.token}.`);
			return whole(given, `${call}: token`);
		}

		function isPromise(given) {
			return typeof given === 'object' && given !== null && apply(isParentOf, promisePrototype, [given]);
		}

		function duration(given, call, option) {
			must(
				given === undefined || given === null || (isInteger(given) && given > 0),
				`${call}: ${option} takes a whole number of milliseconds above 0.`,
			);
			return given ?? null;
		}

		/** The options of a call, or none; a name that it does not know is a slip that would change what is asked. */
		function optionsOf(given, call, known) {
			must(
				given === undefined || (typeof given === 'object' && given !== null),
				`${call} takes its options by name, such as {${known[0]}: ...}.`,
			);
			const names = given === undefined ? [] : getOwnPropertyNames(given);
			for (let at = 0; at < names.length; at++) {
				let isKnown = false;
				let list = '';
				for (let option = 0; option < known.length; option++) {
					isKnown ||= names[at] === known[option];
					list += `${option === 0 ? '' : ', '}${known[option]}`;
				}
				must(isKnown, `${call} has no option ${names[at]}; it has: ${list}.`);
			}
			return given ?? {};
		}

		function mustBeLease(given, call) {
			must(!isPromise(given), `${call} takes the lease, and this is a promise of it: await it first.`);
			must(typeof given === 'object' && given !== null && 'token' in given, `${call} takes the lease: ${call}(lease).`);
		}

		function leaseOf(token, answer) {
			const lease = options.clock
				? {token, expiresAt: answer.expiresAt}
				: {
						token,
						get expiresAt() {
							return askAtOnce('clock');
						},
					};
			apply(addTo, leases, [lease]);
			return lease;
		}

		function keyOf(given, call) {
			must(typeof given === 'string' && given !== '', `${call}: the key is text.`);
			return given;
		}

		/** `where`: the lock by its name, or nothing for the first. */
		const lockAt = (where) => ({
			acquire: heard(async (given) => {
				const {ttl, within} = optionsOf(given, 'lock.acquire', ['ttl', 'within']);
				const most = duration(within, 'lock.acquire', 'within');
				const answer = await ask('acquire', {
					...where,
					ttl: duration(ttl, 'lock.acquire', 'ttl'),
					...(most === null ? {} : {within: most}),
				});
				return answer.ok ? leaseOf(answer.token, answer) : null;
			}),
			tryAcquire: heard(async (given) => {
				const {ttl} = optionsOf(given, 'lock.tryAcquire', ['ttl']);
				const answer = await ask('tryAcquire', {...where, ttl: duration(ttl, 'lock.tryAcquire', 'ttl')});
				return answer.ok ? leaseOf(answer.token, answer) : null;
			}),
			renew: heard(async (lease, given) => {
				mustBeLease(lease, 'lock.renew');
				const {ttl} = optionsOf(given, 'lock.renew', ['ttl']);
				const answer = await ask('renew', {...where, ttl: duration(ttl, 'lock.renew', 'ttl')});
				return answer.ok ? leaseOf(lease.token, answer) : null;
			}),
			release: heard(async (lease) => {
				mustBeLease(lease, 'lock.release');
				return (await ask('release', {...where})).ok;
			}),
			isMine: heard(async (lease) => {
				mustBeLease(lease, 'lock.isMine');
				return (await ask('isMine', {...where})).ok;
			}),
		});

		/** `where`: the store by its name, or nothing for the first. */
		const storeAt = (where) => ({
			read: heard(async (key, ...more) => {
				must(
					more.length === 0,
					'store.read takes the key and nothing else: code has no transactions, and no row to lock.',
				);
				const answer = await ask('read', {...where, key: keyOf(key, 'store.read')});
				if (answer.value === null) answer.value = undefined;
				return answer;
			}),
			write: heard(async (key, value, given) => {
				const {token, ifVersion, job} = optionsOf(given, 'store.write', ['token', 'ifVersion', 'job']);
				must(
					typeof value === 'string' || isInteger(value),
					`store.write: the value is a whole number or text, and not ${isPromise(value) ? 'a promise: await it first' : typeof value === 'number' ? value : typeof value}.`,
				);
				must(
					job === undefined || job === null || /^[A-Za-z0-9_-]{1,60}$/.test(job),
					'store.write: a job is letters, digits, - and _.',
				);
				return await ask('write', {
					...where,
					key: keyOf(key, 'store.write'),
					value,
					token: tokenOf(token, 'store.write'),
					ifVersion: whole(ifVersion, 'store.write: ifVersion'),
					job: job ?? null,
				});
			}),
			advance: heard(async (given) => {
				const {token} = optionsOf(given, 'store.advance', ['token']);
				return await ask('advance', {...where, token: tokenOf(token, 'store.advance')});
			}),
		});

		/** One thing for each name. */
		function byName(names, make) {
			const all = {};
			for (let at = 0; at < names.length; at++) all[names[at]] = make(names[at]);
			return all;
		}

		const sleep = heard(async (ms) => {
			must(isInteger(ms) && ms >= 0, 'sleep takes a whole number of milliseconds.');
			await ask('sleep', {ms});
		});

		function draw() {
			tell('drew', -1, '');
			drawn = (drawn * 48_271) % 2_147_483_647;
			return drawn / 2_147_483_647;
		}

		/** Tells what the code prints, as text. */
		function say(said) {
			let text = '';
			for (let at = 0; at < said.length; at++) text += `${at === 0 ? '' : ' '}${shown(said[at])}`;
			tell('said', -1, text);
		}

		function shown(said) {
			try {
				if (typeof said === 'string') return said;
				if (said instanceof RealError) return `${said}`;
				return (typeof said === 'object' ? stringify(said, withoutItsEnd) : undefined) ?? String(said);
			} catch {
				return 'something that cannot be shown';
			}
		}

		/** To look at the end of a lease would be to look at the clock. */
		function withoutItsEnd(_, part) {
			return typeof part === 'object' && part !== null && apply(hasIn, leases, [part]) ? {token: part.token} : part;
		}

		function startTimer(callback, ms, rest, repeats) {
			must(typeof callback === 'function', 'A timer takes a function.');
			const timer = {counts: true, ask: -1};
			const id = timers.length + 1;
			timers[id] = timer;
			void runTimer(timer, callback, ms > 0 ? ms | 0 : repeats ? 1 : 0, rest, repeats);
			return id;
		}

		async function runTimer(timer, callback, ms, rest, repeats) {
			do {
				timer.ask = asks;
				await ask('sleep', {ms});
				if (!timer.counts) return;
				callback(...rest);
			} while (repeats && timer.counts);
		}

		function stopTimer(id) {
			const timer = timers[id];
			if (timer === undefined || !timer.counts) return;
			timer.counts = false;
			tell('drop', timer.ask, '');
		}

		const given = {
			lock: lockAt({}),
			locks: byName(options.locks, (name) => lockAt({lock: name})),
			store: storeAt({}),
			stores: byName(options.stores, (name) => storeAt({store: name})),
			sleep,
			get name() {
				if (options.name === null) return askAtOnce('name');
				tell('named', -1, '');
				return options.name;
			},
		};

		return {
			askAtOnce,
			draw,
			say,
			startTimer,
			stopTimer,
			/** The stack of who asked, as text. */
			stackOf(id) {
				try {
					return `${marks[id].stack}`;
				} catch {
					return '';
				}
			},
			answer(id, text) {
				takers[id]?.(parse(text));
			},
			async start(client) {
				try {
					await client(given);
					tell('returned', -1, '');
				} catch (error) {
					tell('threw', -1, textOf(error));
				}
			},
		};
	}

	return {
		textOf,
		watch,
		/** Has the client itself looked at, too. */
		watchClient(client) {
			watched[watched.length] = entryOf(client);
		},
		isUntouched,
		newRun,
		/** Says which run is under way. */
		enter(run) {
			me = run;
		},
		/** An error of this realm. */
		errorOf: (sentence) => new RealError(sentence),
		/** That the promise is broken is looked at elsewhere. */
		overlook: (promise) => void apply(then, promise, [() => {}, () => {}]),
		/** What a class answers to sequences of calls, a fresh instance for each, as JSON: the different answers, and per sequence the place of each. */
		play(Class, callsText, sequencesText) {
			const calls = parse(callsText);
			const sequences = parse(sequencesText);
			const places = {__proto__: null};
			let answers = '';
			let count = 0;
			const placeOf = (text) => {
				const known = places[text];
				if (known !== undefined) return known;
				answers += `${count === 0 ? '' : ','}${text}`;
				places[text] = count;
				return count++;
			};
			const played = [];
			for (let at = 0; at < sequences.length; at++) played[at] = playOne(Class, calls, sequences[at], placeOf);
			return `{"answers":[${answers}],"places":${stringify(played)}}`;
		},
	};

	/** An argument {last: 'A'} is the token that A last got. The answers end with the first call that throws. */
	function playOne(Class, calls, sequence, placeOf) {
		const answers = [];
		const last = {};
		let now = 0;
		try {
			const subject = new Class({now: () => now});
			for (let step = 0; step < sequence.length; step++) {
				const call = calls[sequence[step]];
				const method = call[0];
				if (method === 'wait') {
					now += call[1];
					answers[step] = placeOf('null');
					continue;
				}
				const args = [];
				for (let part = 1; part < call.length; part++)
					args[part - 1] =
						call[part] !== null && typeof call[part] === 'object' ? (last[call[part].last] ?? 0) : call[part];
				must(typeof subject[method] === 'function', `there is no method ${method}`);
				const answer = apply(subject[method], subject, args) ?? null;
				if (answer !== null && typeof answer === 'object' && typeof answer.then === 'function')
					throw new RealTypeError(`${method} answers with a promise; these classes answer at once`);
				if (answer !== null && typeof answer === 'object' && 'token' in answer) last[args[0]] = answer.token;
				answers[step] = placeOf(answer === true ? 'true' : (stringify(answer) ?? 'null'));
			}
		} catch (error) {
			answers[answers.length] = placeOf(stringify({throws: textOf(error)}));
		}
		return answers;
	}
};
