// Puts the texts of the examples where the snapshots of their scopes are, or says which of these are missing.
// `node scripts/texts.mjs copy|check`
import { cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const EXAMPLES = "../../examples";
const COPIES = "test/examples";

const texts = (folder) => readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".bpol"));
const [task] = process.argv.slice(2);
if (task === "copy") {
  for (const text of existsSync(COPIES) ? texts(COPIES) : []) rmSync(join(COPIES, text));
  for (const text of texts(EXAMPLES)) cpSync(join(EXAMPLES, text), join(COPIES, text));
} else {
  const missing = texts("test").filter((text) => !existsSync(join("test", `${text}.snap`)));
  const snapshots = readdirSync("test", { recursive: true }).filter((name) => name.endsWith(".snap"));
  const left = snapshots.filter((snapshot) => !existsSync(join("test", snapshot.replace(/\.snap$/, ""))));
  for (const text of missing) console.error(`${text} has no snapshot: npm run snapshots`);
  for (const snapshot of left) console.error(`${snapshot} is of no text`);
  if (missing.length + left.length > 0) process.exit(1);
}
