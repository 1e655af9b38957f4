import * as fc from 'fast-check';

// Random tests draw the same at each run, so that what fails failed before it was landed. FENCE_SEED=N draws others; who names a seed of its own keeps it.
const {FENCE_SEED = '1'} = process.env;
fc.configureGlobal({...fc.readConfigureGlobal(), seed: Number(FENCE_SEED)});
