/** How long a reply is said to be delayed that arrives at any later moment: longer than any story. Units: ms. */
export const heldReply = 1_000_000_000;
