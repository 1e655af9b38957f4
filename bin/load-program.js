// Apart from fence-tutor.js, since an old Node cannot even read what this loads.
'use strict';

var nodeModule = require('node:module');

module.exports = function loadProgram(version) {
	// From Node 22.1 on. What has been compiled once is kept in the system's folder for temporary files.
	if (nodeModule.enableCompileCache) nodeModule.enableCompileCache();
	require('../dist/main.js').main(version);
};
