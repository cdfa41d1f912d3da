import { setTimeout as wait } from 'node:timers/promises';
import { Problem } from '../../../base/problem.ts';
import { encodeArtifact } from '../../../models/artifact.ts';
import { type Law, LawBroken, require } from '../law.ts';
import { simulatedWorld } from '../worlds.ts';
import { type EstimatorUnderTest, sameValues, small } from './subject.ts';

export const fittingLaws: readonly Law<EstimatorUnderTest>[] = [
  {
    name: 'data without a fit predicts nothing: it is refused',
    async check({ estimator, read }) {
      const { kind } = (await estimator.fit(small(estimator.task).dataset)).data;
      try {
        read({ kind });
      } catch (error) {
        require(error instanceof Problem && error.code === 'not_fitted', `refused with ${String(error)}`);
        return;
      }
      throw new LawBroken('a model came of nothing');
    },
  },
  {
    name: 'inputs and options are not changed',
    async check({ estimator }) {
      const { dataset, rows } = small(estimator.task);
      const weighted = { ...dataset, weights: new Float64Array(dataset.rowCount).fill(2) };
      const before = encodeArtifact('copy', weighted);
      const options = Object.freeze({ seed: 3 });
      const model = await estimator.fit(weighted, options);
      model.predict(weighted);
      const row = Object.freeze({ ...rows[0]! });
      model.predictRow(row);
      model.explainRow(row);
      require(Buffer.from(encodeArtifact('copy', weighted)).equals(before), 'the dataset was changed');
    },
  },
  {
    name: 'the same seed gives the same artifact, byte for byte',
    async check({ estimator }) {
      const bytes = async () =>
        encodeArtifact('model', (await estimator.fit(small(estimator.task).dataset, { seed: 11 })).data);
      require(Buffer.from(await bytes()).equals(Buffer.from(await bytes())), 'two fits differ');
    },
  },
  {
    name: 'an aborted fit stops',
    async check({ estimator }) {
      const reason = new Error('enough');
      try {
        await estimator.fit(small(estimator.task).dataset, { signal: AbortSignal.abort(reason) });
      } catch (error) {
        require(error === reason, `it fell over ${String(error)}`);
        return;
      }
      throw new LawBroken('it went on');
    },
  },
  {
    name: 'progress is in [0, 1], never falls and ends at 1',
    async check({ estimator }) {
      const shares: number[] = [];
      await estimator.fit(small(estimator.task).dataset, { onProgress: (share) => shares.push(share) });
      require(shares.at(-1) === 1, 'it did not end at 1');
      shares.forEach((share, index) => {
        require(share >= (shares[index - 1] ?? 0) && share <= 1, `share ${share} at ${index}`);
      });
    },
  },
  {
    name: 'a signal stops a long fit on its way',
    async check({ estimator }) {
      const { dataset } = simulatedWorld(estimator.task, 6000, 5);
      const begun = process.cpuUsage();
      const stop = new AbortController();
      const outcome = estimator.fit(dataset, { signal: stop.signal }).then(
        () => 'finished',
        () => 'stopped',
      );
      await wait(1);
      stop.abort();
      // A fit that is over after a second of work may run to its end: between two looks at the signal a large tree grows.
      const finished = (await outcome) === 'finished';
      require(!finished || process.cpuUsage(begun).user < 1_000_000, 'it went on to its end');
    },
  },
  {
    name: 'the number of threads changes nothing',
    async check({ estimator }) {
      const { dataset } = small(estimator.task);
      const [one, two] = [
        await estimator.fit(dataset, { threads: 1 }),
        await estimator.fit(dataset, { threads: 2 }),
      ];
      require(sameValues(one.data, two.data), 'two threads learn something else');
    },
  },
];
