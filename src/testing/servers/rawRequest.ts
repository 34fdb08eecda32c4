import { request } from 'node:http';

/** The status of the answer to a GET of this path, sent unchanged: `fetch` would normalize it. */
export function askRaw(host: string, path: string): Promise<number> {
  const { hostname, port } = new URL(`http://${host}`);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.once('error', reject).end();
  });
}
