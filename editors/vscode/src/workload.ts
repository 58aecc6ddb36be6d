// Which workload a line belongs to, as the command line names it: `model/llama@production`.

const WORKLOAD = ["model", "function", "agent", "sandbox", "job"];
const OTHER = ["policy", "environment", "guard", "group", "continent", "country", "location", "cpu", "gpu"];

const GAP = String.raw`(?:\s|#[^\n]*\n)`;
const WORD = String.raw`[A-Za-z0-9_][A-Za-z0-9_.-]*`;
const TEXT = String.raw`"(?:[^"\\\n]|\\["\\])*"`;
const NAME = `(?:${GAP}+(${WORD})|${GAP}*(${TEXT}))`;
const HEAD = new RegExp(
  `^(${WORKLOAD.join("|")})${NAME}(?:${GAP}*${TEXT})?(?:(?:${GAP}+|(?<="))in(?![A-Za-z0-9_.-])${NAME})?`,
);
const OPENS = new RegExp(String.raw`^[ \t]*(${[...WORKLOAD, ...OTHER].join("|")})[ \t"#\r]+(?!in[ \t]*\[|[\],])`);

/** The workload whose statement the line lies in, or stands directly above as its documentation. */
export function workloadAt(lines: readonly string[], line: number): string | undefined {
  let start = line;
  // Its documentation belongs to a statement.
  while (/^[ \t]*#/.test(lines[start] ?? "")) start += 1;
  if (!OPENS.test(lines[start] ?? "")) start = line;
  while (start >= 0 && !OPENS.test(lines[start] ?? "")) start -= 1;
  if (start < 0) return undefined;
  const head = HEAD.exec(lines.slice(start).join("\n").trimStart());
  if (head === null) return undefined;
  const [, kind, word, text, parentWord, parentText] = head;
  const parent = parentWord ?? parentText;
  return `${kind}/${word ?? text}${parent === undefined ? "" : `@${parent}`}`;
}
