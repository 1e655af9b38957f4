// Apart from fence-tutor.js, since an old Node cannot even read `import()`.
'use strict';

module.exports = function loadProgram(version) {
	import('../dist/main.js').then((program) => program.main(version));
};
