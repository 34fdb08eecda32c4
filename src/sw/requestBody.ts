import { parseJson } from '../api/index.ts';

/** Returns the JSON of a request of the page; undefined if the text is not JSON. */
export async function readJson(request: Request): Promise<unknown> {
  return parseJson(await request.text());
}
