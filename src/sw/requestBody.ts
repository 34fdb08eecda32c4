import { parseJson } from '../api/index.ts';

/** The JSON of a request of the page; undefined where the text is none. */
export async function readJson(request: Request): Promise<unknown> {
  return parseJson(await request.text());
}
