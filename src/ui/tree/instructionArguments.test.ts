import { describe, expect, it } from 'vitest';
import type { HistoryLine } from '../../oci/index.ts';
import { readArguments } from './instructionArguments.ts';
import { readInstruction, readSteps, stepLine } from './instructions.ts';

const check = (retries: string) => `&{["CMD-SHELL" "/x"] "5s" "0s" "0s" "0s" ${retries}}`;

describe('the arguments of an instruction', () => {
  it.each([
    ['HEALTHCHECK', check("'d'"), '--interval=5s --retries=100 CMD /x'],
    ['HEALTHCHECK', check("'2'"), '--interval=5s --retries=50 CMD /x'],
    ['HEALTHCHECK', check("'!'"), '--interval=5s --retries=33 CMD /x'],
    ['HEALTHCHECK', check("'<'"), '--interval=5s --retries=60 CMD /x'],
    ['HEALTHCHECK', check("' '"), '--interval=5s --retries=32 CMD /x'],
    ['HEALTHCHECK', check(String.raw`'\n'`), '--interval=5s --retries=10 CMD /x'],
    ['HEALTHCHECK', check(String.raw`'\x03'`), '--interval=5s --retries=3 CMD /x'],
    ['HEALTHCHECK', check(String.raw`'\u0080'`), '--interval=5s --retries=128 CMD /x'],
    ['HEALTHCHECK', check(String.raw`'\''`), '--interval=5s --retries=39 CMD /x'],
    ['HEALTHCHECK', check(String.raw`'\\'`), '--interval=5s --retries=92 CMD /x'],
    ['HEALTHCHECK', check(String.raw`'\x00'`), '--interval=5s CMD /x'],
    ['HEALTHCHECK', check('7'), '--interval=5s --retries=7 CMD /x'],
    [
      'HEALTHCHECK',
      `&{["CMD" "curl" "-f" "a b"] "1m30s" "1.5s" "2s" '3'}`,
      '--interval=1m30s --timeout=1.5s --start-period=2s --retries=51 CMD ["curl", "-f", "a b"]',
    ],
    ['HEALTHCHECK', `{["CMD" "x"] "5s" "3s" '\\x03'}`, '--interval=5s --timeout=3s --retries=3 CMD ["x"]'],
    ['HEALTHCHECK', `&{["CMD" "x"] "0s" "0s" "0s" "250ms" '\\x00'}`, '--start-interval=250ms CMD ["x"]'],
    ['HEALTHCHECK', String.raw`&{["CMD-SHELL" "a \"b\" \\ \t c"] "0s" "0s" '\x00'}`, 'CMD a "b" \\ \t c'],
    [
      'HEALTHCHECK',
      '{[CMD-SHELL curl -f "x" || exit 1] 30s 3s 0s 0s 5}',
      '--interval=30s --timeout=3s --retries=5 CMD curl -f "x" || exit 1',
    ],
    [
      'HEALTHCHECK',
      '{Test:[CMD-SHELL a] Interval:30s Timeout:5s StartPeriod:0s StartInterval:0s Retries:2}',
      '--interval=30s --timeout=5s --retries=2 CMD a',
    ],
    [
      'HEALTHCHECK',
      '{Test:[CMD a -b] Interval:30s Timeout:5s StartPeriod:0s StartInterval:0s Retries:2}',
      '--interval=30s --timeout=5s --retries=2 CMD ["a", "-b"]',
    ],
    [
      'HEALTHCHECK',
      `{Test:["CMD" "a Retries:1"] Interval:"30s" Timeout:"5s" Retries:'a'}`,
      '--interval=30s --timeout=5s --retries=97 CMD ["a Retries:1"]',
    ],
    ['HEALTHCHECK', `&{["NONE"] "0s" "0s" "0s" "0s" '\\x00'}`, 'NONE'],
    ['HEALTHCHECK', 'NONE', 'NONE'],
    ['HEALTHCHECK', '--interval=5s CMD curl {x}', '--interval=5s CMD curl {x}'],
    ['ENTRYPOINT', '&{["echo" "hello"]}', '["echo", "hello"]'],
    ['ENTRYPOINT', '["a","b"]', '["a", "b"]'],
    ['ENTRYPOINT', '[]', '[]'],
    ['CMD', '&{["a b" "c"]}', '["a b", "c"]'],
    [
      'CMD',
      String.raw`["\"" "\\" "\a" "\x1b[0m" "\u202e" "é"]`,
      String.raw`["\"", "\\", "\u0007", "\u001b[0m", "\u202e", "é"]`,
    ],
    ['CMD', '[/bin/bash]', '["/bin/bash"]'],
    ['CMD', 'exec [ -f x ] && y', 'exec [ -f x ] && y'],
    ['CMD', '[ -f x ] && y', '[ -f x ] && y'],
    ['SHELL', '[/bin/bash --login -o pipefail -c]', '["/bin/bash", "--login", "-o", "pipefail", "-c"]'],
    ['SHELL', '&{["/bin/bash" "-c"]}', '["/bin/bash", "-c"]'],
    ['SHELL', '["/bin/bash", "-c"]', '["/bin/bash", "-c"]'],
    ['SHELL', "[powershell -NoLogo -Command $a = 'b c';]", `["powershell", "-NoLogo", "-Command", "$a = 'b c';"]`],
    ['ONBUILD', 'RUN make [x]', 'RUN make [x]'],
    ['ONBUILD', 'CMD ["a" "b"]', 'CMD ["a", "b"]'],
    ['ONBUILD', '&{["RUN make"]}', 'RUN make'],
    ['ONBUILD', '["COPY . /app"]', 'COPY . /app'],
    ['EXPOSE', 'map[80/tcp:{}]', '80/tcp'],
    ['EXPOSE', 'map[443/tcp:{} 80/tcp:{}]', '443/tcp 80/tcp'],
    ['EXPOSE', '80 443', '80 443'],
    ['VOLUME', '[/data /b]', '/data /b'],
    ['VOLUME', '["/my data" "/b"]', '["/my data", "/b"]'],
    ['VOLUME', 'map[/data:{}]', '/data'],
    ['STOPSIGNAL', '[SIGTERM]', 'SIGTERM'],
    ['STOPSIGNAL', 'SIGTERM', 'SIGTERM'],
    ['USER', '1000:1000', '1000:1000'],
    ['LABEL', 'a=b with spaces', 'a="b with spaces"'],
    ['LABEL', 'a=b', 'a=b'],
    ['ENV', 'A=b c', 'A="b c"'],
    ['ENV', 'A=b C=d', 'A=b C=d'],
  ])('%s %s', (keyword, printed, text) => {
    expect(readArguments(keyword, printed)?.text).toBe(text);
  });

  it.each([
    ['HEALTHCHECK', check("'\ufffd'")],
    ['HEALTHCHECK', check('"x"')],
    ['HEALTHCHECK', `&{["CMD-SHELL" "a\\nb"] "5s" "0s" "0s" "0s" 'd'}`],
    ['HEALTHCHECK', `&{["CMD-SHELL" "a" "b"] "5s" "0s" "0s" "0s" 'd'}`],
    ['HEALTHCHECK', `&{[] "5s" "0s" "0s" "0s" 'd'}`],
    ['HEALTHCHECK', `&{["CMD" "a"] "5s" 'd'}`],
    ['HEALTHCHECK', `&{["CMD" "a"] "soon" "0s" "0s" 'd'}`],
    ['ENTRYPOINT', String.raw`["\xff"]`],
    ['CMD', '[/bin/sh -c a; b]'],
    ['CMD', '&{["a"] %!q(bool=true)}'],
    ['SHELL', "[fish -c $a = 'b']"],
    ['VOLUME', "[/my data's]"],
    ['EXPOSE', 'map[nat.Port]struct{}{"80/tcp":struct{}{}}'],
    ['ONBUILD', 'CMD ["\\xff"]'],
  ])('of %s %s are returned as the builder’s text, because they cannot be parsed', (keyword, printed) => {
    expect(readArguments(keyword, printed)).toBeUndefined();
    const [step] = readSteps([lineOf(`${keyword} ${printed}`)]);
    expect(step && readInstruction(step)).toMatchObject({ keyword: '', text: `${keyword} ${printed}` });
  });
});

describe('a step on one line', () => {
  const shell = '/bin/bash --login -o pipefail -c';
  it.each([
    [[`${shell} #(nop)  SHELL [${shell}]`], 'SHELL ["/bin/bash", "--login", "-o", "pipefail", "-c"]'],
    [[`${shell} #(nop)  SHELL [${shell}]`, `${shell} #(nop)  ENV A=b c`], 'ENV A="b c"'],
    [[`${shell} #(nop)  SHELL [${shell}]`, `|1 V=1 2 ${shell} make`], 'RUN make'],
    [['SHELL ["/bin/x", "-c"]', 'RUN /bin/x -c make'], 'RUN make'],
    [['SHELL [cmd /S /C]', 'SHELL [powershell -Command a b]', 'RUN powershell -Command a b make'], 'RUN make'],
    [['RUN /bin/sh -c set -e;\n\tmake   all'], 'RUN set -e; make all'],
    [['ko build x'], 'ko build x'],
    [[''], ''],
  ])('for %j', (history, line) => {
    const step = readSteps(history.map(lineOf)).at(-1);
    expect(step && stepLine(step)).toBe(line);
  });

  it('removes the shell that the config states', () => {
    expect(readSteps([lineOf('|1 A=b /opt/x -y make')], ['/opt/x', '-y']).map(stepLine)).toEqual(['RUN make']);
  });

  it('is cut to 2,000 characters', () => {
    expect(readSteps([lineOf(`RUN ${'a'.repeat(1 << 20)}`)]).map(stepLine)[0]?.length).toBe(2000);
  });
});

function lineOf(createdBy: string): HistoryLine {
  return { entry: { createdBy, emptyLayer: false } };
}
