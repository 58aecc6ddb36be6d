// What the checks share: workspaces are written, bpol is asked, pages are opened.

import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

const [executablePath, bpol, folder] = process.argv.slice(2);

let passed = 0;
const failed = [];
export async function check(name, run) {
  try {
    await run();
    passed += 1;
  } catch (error) {
    failed.push(name);
    console.error(`${name}: ${error.message}`);
  }
}

export function end() {
  for (const name of failed) console.error(`FAILED: ${name}`);
  console.log(`${passed} passed, ${failed.length} failed`);
  return failed.length ? 1 : 0;
}

const LARGEST = 64 * 1024 * 1024;
export const run = (...given) => execFileSync(bpol, given, { encoding: "utf8", maxBuffer: LARGEST, stdio: ["ignore", "pipe", "ignore"] });

// A workspace that is written for a check, with its page, and how questions about it are asked.
export function written(name, text, file = "a.bpol") {
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, file), text);
  return reported(own, name, ["--no-config", "--reference", "world"]);
}

// A workspace that is there.
export const example = (name) => reported(join("examples", name), `example-${name}`, []);

function reported(own, name, options) {
  const file = join(folder, `${name}.html`);
  run("report", ...options, own, "-o", file);
  const ask = (command, ...given) => run(command, ...options, ...given);
  return { name, own, file: resolve(file), ask };
}

let browser = null;
export async function opened(file, options = {}) {
  browser ??= await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  page.setDefaultTimeout(120_000);
  page.problems = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) page.problems.push(message.text());
  });
  page.on("pageerror", (error) => page.problems.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith("file://")) page.problems.push(`it asked for ${request.url()}`);
  });
  await page.goto(`file://${file}`);
  return page;
}
export const close = () => browser?.close();

export const count = async (page) => Number(await page.textContent("#count"));
export const shown = (page) =>
  page.$$eval("#workloads tr[data-workload]", (rows) => rows.map((row) => row.dataset.workload));
