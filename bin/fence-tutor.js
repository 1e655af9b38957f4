#!/usr/bin/env node
// The syntax of this file is old on purpose: a Node that cannot run the program has to be able to read this.
'use strict';

var needed = [20, 19];
var running = process.versions.node.split('.').map(Number);

if (running[0] < needed[0] || (running[0] === needed[0] && running[1] < needed[1])) {
	process.stderr.write(
		'fence-tutor needs Node ' + needed.join('.') + ' or later, and this is Node ' + process.versions.node + '.\n',
	);
	process.exitCode = 2;
} else if (process.argv.length === 3 && (process.argv[2] === '--version' || process.argv[2] === '-v')) {
	tell(require('../package.json').version + '\n');
} else {
	require('./load-program.js')();
}

// At once, since what Node loads for a stream takes longer than all else here. A pipe may take nothing more for a moment; its stream waits.
function tell(text) {
	try {
		require('node:fs').writeSync(1, text);
	} catch (error) {
		if (error.code !== 'EAGAIN') return complain(error);
		process.stdout.on('error', complain);
		process.stdout.write(text);
	}
}

// As src/cli/output.ts does for the rest of the program.
function complain(error) {
	if (error.code === 'EPIPE') return;
	process.stderr.on('error', ignore);
	process.stderr.write('fence-tutor: Standard output cannot be written: ' + error.message + '.\n');
	process.exitCode = 2;
}

function ignore() {}
