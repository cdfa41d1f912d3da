import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { missingPeers } from '../../bench/peers.ts';
import { openPythonPeer } from '../../bench/pythonPeer.ts';

/** Stands for a Python: it speaks the protocol of bench/peers/peer.py. */
function pretendPython(answer: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'linkloop-peer-')), 'python');
  writeFileSync(path, `#!/bin/sh\n${answer}\n`, { mode: 0o755 });
  return path;
}

const peerOf = (answer: string) =>
  openPythonPeer({ executable: pretendPython(answer), versions: {}, missing: [] }, 'predict.py', 1);

test('answers come in the order of the calls', async () => {
  const peer = peerOf('while read line; do n=$((n+1)); echo "{\\"result\\": $n}"; done');
  expect(await Promise.all([peer.call('a'), peer.call('b'), peer.call('c')])).toEqual([1, 2, 3]);
  peer.close();
});

test('an error of the peer is told', async () => {
  const peer = peerOf('read line; echo \'{"error": "no such model"}\'; cat > /dev/null');
  await expect(peer.call('a')).rejects.toThrow('The peer predict.py failed: no such model');
  peer.close();
});

test('a peer that dies fails what waits for it, with its last words', async () => {
  const peer = peerOf('read line; echo "ModuleNotFoundError: numpy" >&2; exit 1');
  await expect(peer.call('a')).rejects.toThrow('ModuleNotFoundError: numpy');
  await expect(peer.call('b')).rejects.toThrow('ModuleNotFoundError: numpy');
});

test('missing peers are named with the way to install them', () => {
  const python = { executable: '/usr/bin/python3', versions: { numpy: '2' }, missing: ['sklearn'] as const };
  expect(missingPeers(python, ['numpy', 'sklearn'])).toMatch(
    /python3 has no scikit-learn.*pip install scikit-learn.*LINKLOOP_PYTHON/,
  );
  expect(missingPeers(undefined, ['numpy'])).toContain('This machine has no numpy');
  expect(missingPeers({ ...python, missing: [] }, ['numpy'])).toBeUndefined();
});
