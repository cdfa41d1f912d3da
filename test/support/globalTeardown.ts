/** Stops the server of globalSetup.ts and removes its folder. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.stopTestServer?.();
}
