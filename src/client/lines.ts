/** Yields the lines of an answer as they arrive, without empty ones; the last may lack a newline. Returning early cancels it. */
export async function* readLines({ body }: Response): AsyncGenerator<string> {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (let isOver = !reader; !isOver; ) {
      const next = await reader?.read();
      isOver = next?.done ?? true;
      const lines = (rest + decoder.decode(next?.value, { stream: !isOver })).split('\n');
      rest = isOver ? '' : (lines.pop() ?? '');
      yield* lines.filter((line) => line.trim() !== '');
    }
  } finally {
    await reader?.cancel().catch(() => undefined);
  }
}
