/**
 * The version of the rules of the simulated world. It goes up by one whenever the same statements may give other events than before, so that a run that was
 * shared or graded under older rules is told apart from one that was tampered with.
 */
export const rulesVersion = 3;
