import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { createWords } from '../../../retrieval/words/words.ts';
import { DEPTH } from '../../metrics/evidence.ts';
import { MiniSearchPeer } from '../minisearch.ts';
import { readPeerPassages } from '../peer-passages.ts';
import { NOTHING } from './peer-server.ts';

// The peer as a server, `DIR…`: takes a question as our API does and sends the first ten passages as its only event;
// below `NOTHING` it sends none. Prints its port, and ends when its standard input does.

const { passages, userWords } = await readPeerPassages(process.argv.slice(2));
const peer = MiniSearchPeer.build(passages, createWords({ userWords }));

async function answer(request: IncomingMessage): Promise<string> {
  const { question } = JSON.parse(await text(request)) as { readonly question: string };
  const found = request.url?.startsWith(NOTHING) ? [] : peer.search(question, DEPTH);
  return `event: answered\ndata: ${JSON.stringify(found)}\n\n`;
}

const server = createServer((request, response) => {
  answer(request).then(
    (body) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end(body),
    () => response.writeHead(500).end(),
  );
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? String(address?.port) : ''}\n`);
});
process.stdin.resume().once('end', () => process.exit(0));
