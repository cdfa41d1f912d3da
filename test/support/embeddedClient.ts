/** A process that joins the embedded server of argv[2], says so in one line of JSON, and leaves when told to. */
import { joinEmbeddedServer } from '../../prisma/embedded/joinServer.ts';

const server = await joinEmbeddedServer({ dataDirectory: process.argv[2] ?? '' });
process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
process.stdin.once('data', async () => {
  await server.leave();
  process.exit(0);
});
