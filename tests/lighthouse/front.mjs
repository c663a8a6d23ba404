// HTTP/2 with TLS before the local edge, as CloudFront stands before the portal (ADR 0062): prints nothing, ends with its user.
import http from 'node:http';
import http2 from 'node:http2';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';

/** Serves `target` (the edge's port) on a port of its own; gives the server's port and how to close it. */
export async function front(target, { key, cert }) {
  const agent = new http.Agent({ keepAlive: true });
  const server = http2.createSecureServer({ key, cert }, (request, response) => {
    const passed = http.request(
      { host: '127.0.0.1', port: target, method: request.method, path: request.url, headers: forwarded(request), agent },
      async (answer) => {
        const headers = withoutHops(answer.headers);
        if (headers.location) headers.location = here(headers.location, request.headers[':authority']);
        if (!/^(application\/json|text\/html)/.test(headers['content-type'])) {
          response.writeHead(answer.statusCode, headers);
          return answer.pipe(response);
        }
        const body = moved(await buffer(answer), headers, request.headers[':authority']);
        response.writeHead(answer.statusCode, { ...headers, 'content-length': body.length });
        response.end(body);
      },
    );
    passed.on('error', () => response.stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR));
    request.pipe(passed);
  });
  const sessions = new Set();
  server.on('session', (session) => sessions.add(session));
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const close = () => {
    for (const session of sessions) session.destroy();
    agent.destroy();
    server.close();
  };
  return { port: server.address().port, close };

  /** Addresses that were signed name the edge's origin, which the page is not from here. */
  function here(text, authority) {
    return text.replaceAll(`http://${authority.replace(/:\d+$/, '')}:${target}/`, `https://${authority}/`);
  }

  function moved(body, { 'content-encoding': coding }, authority) {
    const text = here((coding === 'gzip' ? gunzipSync(body) : body).toString(), authority);
    return coding === 'gzip' ? gzipSync(text) : Buffer.from(text);
  }

  /** The edge knows its hosts and origins by its own scheme and port. */
  function forwarded({ headers }) {
    const host = headers[':authority'].replace(/:\d+$/, `:${target}`);
    const plain = Object.entries(headers).filter(([name]) => !name.startsWith(':'));
    const origin = headers.origin ? { origin: `http://${host}` } : {};
    return { ...Object.fromEntries(plain), host, ...origin };
  }
}

/** What HTTP/1.1 says about one connection has no place in HTTP/2. */
function withoutHops(headers) {
  const { connection, 'keep-alive': kept, 'transfer-encoding': coding, ...rest } = headers;
  return rest;
}
