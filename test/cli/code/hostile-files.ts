import {acquire, client, read, release, write} from '../../code/clients.js';

/** Code that could do harm or would never end, by what it does; and what has to be said of it. */
export const hostileFiles: Readonly<Record<string, readonly [code: string, said: RegExp]>> = {
	'loops in the client': [client(acquire, 'while (true) {}'), /did not come to an await in time/],
	'loops before the client': [`while (true) {}\n${client()}`, /did not come to an await in time/],
	'loops over answers of its own': [client('while (true) await null;'), /did not come to an await in time/],
	'loops in a getter': [client('const o = {get x() { for (;;) {} }};', 'o.x;'), /did not come to an await/],
	'loops in a regular expression': [client('/^(a+)+$/.test("a".repeat(40) + "b");'), /did not come to an await/],
	'loops in a sort': [client('[3, 2, 1].sort(() => { for (;;) {} });'), /did not come to an await/],
	'loops when it is thrown': [client('throw {get stack() { for (;;) {} }};'), /did not come to an await/],
	'asks for ever': [client('while (true) await store.read("balance");'), /told more than 40 answers/],
	'sleeps for ever': [client('while (true) await sleep(1000);'), /told more than 40 answers/],
	'starts a timer that repeats for ever': [client('setInterval(() => {}, 1000);'), /told more than 40 answers/],
	'asks a million times at once': [
		client('for (let i = 0; i < 1e6; i++) store.read("balance");', 'for (;;) {}'),
		/did not come to an await/,
	],
	throws: [client('const lease = null;', 'lease.token;'), /throws at mine\.mjs:1?\d: TypeError/],
	'throws before the client': [`null.x;\n${client()}`, /:\d+:1: This fails before the client begins: TypeError/],
	'throws something that cannot be shown': [
		client('throw {get stack() { throw 1; }, toString() { throw 2; }};'),
		/something that cannot be shown/,
	],
	'throws nothing': [client('throw undefined;'), /throws: undefined/],
	'leaves a rejection to nobody': [
		client(acquire, 'Promise.reject(new Error("nobody takes this"));', read),
		/throws at mine\.mjs:\d+: Error: nobody takes this/,
	],
	'asks without await': [client('lock.acquire();', 'store.write("balance", 90);'), /is asked without await/],
	'waits for nothing': [client(acquire, 'await new Promise(() => {});'), /waits for ever/],
	'waits before the client': [`await new Promise(() => {});\n${client()}`, /waits before the client begins/],
	'imports the file system': [
		`import {readFileSync} from 'node:fs';\n${client()}`,
		/imports "node:fs"\. Only a file beside/,
	],
	'imports a package': [`import 'ink';\n${client()}`, /imports "ink"/],
	'imports an address': [`import 'https://example.org/x.mjs';\n${client()}`, /imports "https:/],
	'imports data': [`import 'data:text/javascript,0';\n${client()}`, /imports "data:/],
	'imports from above': [`import '../secret.mjs';\n${client()}`, /imports "\.\.\/secret\.mjs"/],
	'imports from the root': [`import '/etc/passwd';\n${client()}`, /imports "\/etc\/passwd"/],
	'imports from a folder beside it': [`import './x/../../y.mjs';\n${client()}`, /Only a file beside/],
	'imports what is not there': [
		`import './gone.mjs';\n${client()}`,
		/mine\.mjs:1:1: This imports .* no such file beside it/,
	],
	'imports itself later': [client(acquire, '(await import("node:process")).exit();'), /imports "node:process"/],
	'imports and looks away': [client('await import("node:fs").catch(() => {});', acquire), /imports "node:fs"/],
	'ends the process': [client('process.exit(0);'), /ReferenceError: process is not defined/],
	requires: [client('require("fs");'), /ReferenceError: require is not defined/],
	fetches: [client('await fetch("http://localhost");'), /ReferenceError: fetch is not defined/],
	'makes code of text': [client('eval("1");'), /EvalError/],
	'makes a function of text': [client('new Function("return process")().exit();'), /EvalError/],
	'climbs from a function': [client('lock.acquire.constructor.constructor("return process")().exit();'), /EvalError/],
	'climbs from the global object': [
		client('globalThis.constructor.constructor("return process")().exit();'),
		/EvalError/,
	],
	'climbs from the error of an import': [
		client('try { await import("node:fs"); } catch (e) { e.constructor.constructor("return process")().exit(); }'),
		/imports "node:fs"/,
	],
	'climbs from an overflow': [
		client(
			'const down = () => { try { down(); } catch (e) { e.constructor.constructor("return process")().exit(); } };',
			'down();',
		),
		/EvalError|RangeError|did not come/,
	],
	'climbs from the frames of an error': [
		`Error.prepareStackTrace = (_, frames) => { for (const f of frames) { const g = f.getFunction?.() ?? f.getThis?.(); g?.constructor.constructor('return process')().exit(); } return ''; };\n${client(acquire, read, 'new Error().stack;', write, release)}`,
		/^$/,
	],
	'climbs from what it is given': [
		client(
			'for (const o of [lock, store, sleep, lock.renew, store.read("balance")]) o.constructor.constructor("return process")();',
		),
		/EvalError/,
	],
	'fills the memory': [
		client('const all = [];', 'while (true) all.push(new Array(100000).fill(all.length));'),
		/fills the memory/,
	],
	'fills the memory with text': [
		client('let all = "x";', 'while (true) all = all + all + 1;'),
		/RangeError|fills the memory/,
	],
	'takes memory outside the heap': [
		client('const all = [];', 'while (true) all.push(new Uint8Array(1e8));'),
		/ReferenceError/,
	],
	'shares memory': [client('new SharedArrayBuffer(8);'), /ReferenceError/],
	'blocks its thread': [client('Atomics.wait(new Int32Array(4), 0, 0);'), /ReferenceError/],
	'calls itself without end': [client('const deep = (n) => deep(n + 1) + 1;', 'deep(0);'), /RangeError/],
	'is no JavaScript': [client(acquire, 'const x = ;'), /mine\.mjs:\d+:12: This is not JavaScript: Unexpected token/],
	'is no text of code': ['\u0000\u0001\u0002', /This is not JavaScript/],
	'exports nothing': ['export const client = 1;\n', /exports no client\. It has to say: export default async/],
	'exports no function': ['export default 5;\n', /exports no client/],
	'exports a class': ['export default class {}\n', /exports a class, and a client is an async function/],
	'is CommonJS': ['module.exports = async function client() {};\n', /ReferenceError: module is not defined/],
	'gives a fraction': [
		client('await store.write("balance", 0.5);'),
		/TypeError: store\.write: the value is a whole number/,
	],
	'gives nothing': [client('await store.read();'), /TypeError: store\.read: the key is text/],
	'gives a ttl of no time': [client('await lock.acquire({ttl: -1});'), /ttl takes a whole number/],
	'differs from run to run': [client('const k = Object.keys(globalThis);', 'await store.read("balance");'), /^$/],
	'replaces all that it can': [
		`Object.prototype.kind = 'release'; Array.prototype.push = () => 0; Promise.prototype.then = () => {}; JSON.stringify = () => '{}'; JSON.parse = () => null; Error.stackTraceLimit = 0;\nError.prepareStackTrace = () => { throw 1; }; Function.prototype.call = null; String.prototype.split = null; Symbol.iterator;\n${client(acquire, read, write, 'await lock.release(lease);')}`,
		/^$/,
	],
};
