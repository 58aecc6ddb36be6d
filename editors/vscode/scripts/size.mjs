// Fails if a file has more than 500 KB. `node scripts/size.mjs FILE`
import { statSync } from "node:fs";

const [path] = process.argv.slice(2);
const { size } = statSync(path);
console.log(`${path}: ${size} bytes`);
if (size > 500_000) {
  console.error("more than 500 KB");
  process.exit(1);
}
