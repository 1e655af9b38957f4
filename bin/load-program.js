// Apart from fence-tutor.js, since an old Node cannot even read what this loads.
'use strict';

const {readFileSync, renameSync, mkdirSync, statSync, writeFileSync} = require('node:fs');
const {basename, join} = require('node:path');

const dist = join(__dirname, '../dist');

module.exports = function loadProgram() {
	// From Node 22.1 on. What has been compiled once is kept in the system's folder for temporary files. To ask an older Node takes half a millisecond.
	const nodeModule = Number.parseInt(process.versions.node, 10) < 22 ? {} : require('node:module');
	if (nodeModule.enableCompileCache) nodeModule.enableCompileCache();
	const load = nodeModule.enableCompileCache || process.env.NODE_DISABLE_COMPILE_CACHE ? require : keepingCompiled();
	load('../dist/main.js').main();
};

/** A `require` for the program's own files that does what Node 22 does by itself: it keeps what has been compiled once. A third of a start goes without it. */
function keepingCompiled() {
	const {Script, constants} = require('node:vm');
	// Beside the program: whoever may write there may change the program too, and it goes when the program goes.
	const folder = join(dist, 'compiled', `${process.version}-${process.arch}`);
	// Those that have added what they call: V8 compiles a function when it is called first.
	const commands = (readable(join(folder, 'commands')) || '').toString().split('\n');
	const command = process.argv[2] || 'home';
	let isKept = commands.includes(command);
	const modules = new Map();
	const scripts = new Map();

	function load(path) {
		if (!path.startsWith('.')) return require(path);
		const name = basename(path);
		const known = modules.get(name);
		if (known) return known.exports;
		const module = {exports: {}};
		modules.set(name, module);
		compiled(name)(module.exports, load, module, join(dist, name), dist);
		return module.exports;
	}

	function compiled(name) {
		const filename = join(dist, name);
		const cachedData = unchanged(filename, join(folder, name));
		// The build has written every character beyond ASCII as its number.
		const text = readFileSync(filename, 'latin1');
		const script = new Script(`(function (exports, require, module, __filename, __dirname) {${text}\n})`, {
			filename,
			cachedData,
			importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
		});
		scripts.set(name, script);
		if (cachedData === undefined || script.cachedDataRejected) isKept = false;
		return script.runInThisContext();
	}

	process.once('exit', keepAll);
	// V8 takes nothing that was compiled with other flags; who sets one says so before.
	process.once('fence-tutor:flags', () => {
		keepAll();
		process.removeListener('exit', keepAll);
	});

	function keepAll() {
		if (isKept || process.execArgv.length > 0) return;
		try {
			mkdirSync(folder, {recursive: true});
			for (const [name, script] of scripts) keep(name, script.createCachedData());
			keep('commands', [...commands.slice(-64), command].join('\n'));
		} catch {
			// Nothing may be written there: the next start takes as long as this one.
		}
	}

	/** In one step, since others may start meanwhile. */
	function keep(name, data) {
		const file = join(folder, `${name}.${process.pid}`);
		writeFileSync(file, data);
		renameSync(file, join(folder, name));
	}

	return load;
}

/** What was kept of a file, unless that was changed since: V8 looks only at how long it is. */
function unchanged(source, kept) {
	const data = readable(kept);
	return data && statSync(kept).mtimeMs >= statSync(source).mtimeMs ? data : undefined;
}

function readable(file) {
	try {
		return readFileSync(file);
	} catch {
		return undefined;
	}
}
