// The licences of what is in the bundle: esbuild's account of it comes in, a text goes out.
// `node scripts/notices.mjs dist/meta.json dist/third-party.txt`
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [account, target] = process.argv.slice(2);
const { inputs } = JSON.parse(readFileSync(account, "utf8"));
const folders = Object.keys(inputs).flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []);
const notices = [...new Set(folders)].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  if (file === undefined) throw new Error(`${name} has no licence`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
});
if (notices.length === 0) throw new Error(`${account} names no package`);
const rule = `\n${"-".repeat(80)}\n\n`;
writeFileSync(target, `This extension is bundled with the packages below.\n${rule}${notices.join(rule)}`);
