import {lessonFrom} from './at-prompt.js';

/** A lesson with one of every kind of act, small enough to see through. */
export const shortLesson = lessonFrom(`---
id: short
title: A short lesson
role: adversary
minutes: 2
teaches: [lease]
---

\`\`\`world
client A
client B
lock account lease ttl 10s
store raw unfenced
put account balance=100
\`\`\`

## Look

A takes the lock and reads.

\`\`\`try
A acquire account; A read account
\`\`\`

Then it stops.

\`\`\`try
A pause
\`\`\`

Make B write, and then A.

\`\`\`task
goal:
  - show: B holds the lock while A believes it does
    when: B holds account and A believes account
  - show: A writes late
    when: late-write on raw
lose:
  - show: A knows
    when: B holds account and not A believes account and not late-write on raw
allow: [wait, B acquire, A resume, A write]
hints:
  - Who has to wait?
  - Let the lease of A run out.
  - wait 11s
solution: |
  wait 11s
  B acquire account
  A resume
  A write account balance-=10
reject:
  - wait 11s
\`\`\`

## Bet

\`\`\`predict
question: A holds the lock. What does B hear?
run: A acquire account; B acquire account
choices:
  - say: Granted
    when: B holds account
    because: There is one lock.
  - say: Denied
    when: last denied
    because: So it is.
\`\`\`

It was denied.

## What you saw

\`\`\`debrief
A lease ends.
card: A lease ends by itself.
\`\`\`
`);
