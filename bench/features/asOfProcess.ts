import { type AsOfWork, asOfWork } from './asOfWork.ts';

const warmUpEvents = 50_000;

/** One of the processes that share the work: told what to do when all are up, it says when it is done. */
process.on('message', (work: AsOfWork) => {
  process.send!(asOfWork(work), () => process.disconnect());
});
// The compiler of the engine is to have seen the code.
for (const task of ['lead_score', 'churn'] as const)
  asOfWork({ task, events: warmUpEvents, eventsPerEntity: 50, seed: 9e6 });
process.send!('up');
