import { type AsOfWork, asOfWork } from './asOfWork.ts';

/** One of the processes that share the work: told what to do when all are up, it says when it is done. */
process.on('message', (work: AsOfWork) => {
  process.send!(asOfWork(work), () => process.disconnect());
});
process.send!('up');
