// Apart from fence-tutor.js, since an old Node cannot even read what this loads.
'use strict';

module.exports = function loadProgram(version) {
	require('../dist/main.js').main(version);
};
