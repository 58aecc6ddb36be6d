// Opens pages of `bpol report` in Chromium: node check.mjs CHROMIUM BPOL FOLDER
//
// What the page shows is compared with what `bpol compile` writes of the same workspace.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

const [executablePath, bpol, folder] = process.argv.slice(2);
const NASTY = "</script><script>document.title='owned'</script><img src=x onerror=\\\"document.title='owned'\\\">";

const SMALL = `
policy europe "${NASTY}" < continent in [eu] >
policy france < country in [fr] >
policy cards < gpu in [t4] target models >
environment production "${NASTY}" < attach [europe] >
environment regulated in production
environment open
group near < country in [fr, de] >
guard home in production < within continent in [eu] >
location eu-par-1 in fr < offers [t4, x86] >
location eu-fra-1 in de < offers [x86] >
location us-1 in us < offers [t4] >
location us-2 in us < offers [x86] >
model llama "${NASTY}" in regulated < attach [cards] >
model mistral in production < attach [france] >
agent helper in production < attach [cards] >
job night in open
job "<b>x</b>" in open
`;
const BROKEN = `
policy europe < continent in [eu] >
policy america < country in [us] >
environment production < attach [europe] >
model stuck in production < attach [america] >
model fine in production
`;
const large = () => {
  const lines = ["policy europe < continent in [eu] >", "policy france < country in [fr] >"];
  for (let number = 0; number < 40; number += 1) lines.push(`environment env-${number} < attach [europe] >`);
  for (let number = 0; number < 10000; number += 1) {
    lines.push(`model model-${number} in env-${number % 40}${number % 4 ? "" : " < attach [france] >"}`);
  }
  return lines.join("\n");
};

let passed = 0;
const failed = [];
async function check(name, run) {
  try {
    await run();
    passed += 1;
  } catch (error) {
    failed.push(name);
    console.error(`${name}: ${error.message}`);
  }
}

function written(name, text) {
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, "a.bpol"), text);
  const file = join(own, "report.html");
  execFileSync(bpol, ["report", "--no-config", "--reference", "world", own, "-o", file]);
  return { own, file: resolve(file) };
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
async function opened(file, options = {}) {
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
const count = async (page) => Number(await page.textContent("#count"));
const shown = (page) =>
  page.$$eval("#workloads tr[data-workload]", (rows) => rows.map((row) => row.dataset.workload));

const small = written("small", SMALL);
let page = await opened(small.file);

await check("it shows every workload", async () => {
  const compiled = JSON.parse(execFileSync(bpol, ["compile", "--no-config", "--reference", "world", small.own]));
  const own = compiled.workloads.map((it) => `${it.kind}/${it.name}@${it.environment}`);
  const rows = await shown(page);
  assert.deepEqual(rows.map((it) => it.replaceAll('"', "")), own);
  assert.equal(await count(page), own.length);
  assert.match(await page.textContent("#count"), /^\d+$/);
});

await check("nothing of the workspace runs, and it is text", async () => {
  assert.equal(await page.title(), "Where workloads may run");
  assert.equal(await page.locator("img").count(), 0);
  assert.ok((await page.textContent("#environments")).includes("<img src=x"));
});

const filters = [
  [{ "#filter-place": "country:fr" }, ["agent/helper@production", "model/mistral@production", "model/llama@regulated", "job/night@open", 'job/"<b>x</b>"@open']],
  [{ "#filter-place": "country:us" }, ["job/night@open", 'job/"<b>x</b>"@open']],
  [{ "#filter-place": "location:eu-fra-1" }, ["agent/helper@production", "model/llama@regulated", "job/night@open", 'job/"<b>x</b>"@open']],
  [{ "#filter-place": "group:near", "#filter-kind": "model" }, ["model/mistral@production", "model/llama@regulated"]],
  // In one placement: no location in Germany has the card.
  [{ "#filter-place": "country:de", "#filter-flavor": "gpu:t4" }, []],
  [{ "#filter-place": "country:fr", "#filter-flavor": "gpu:t4", "#filter-kind": "model" }, ["model/mistral@production", "model/llama@regulated"]],
  [{ "#filter-environment": "production" }, ["agent/helper@production", "model/mistral@production", "model/llama@regulated"]],
  [{ "#filter-environment": "regulated" }, ["model/llama@regulated"]],
  [{ "#filter-kind": "agent" }, ["agent/helper@production"]],
];
for (const [values, wanted] of filters) {
  await check(`filter ${JSON.stringify(values)}`, async () => {
    for (const [id, value] of Object.entries(values)) await page.selectOption(id, value);
    assert.deepEqual((await shown(page)).sort(), [...wanted].sort());
    assert.equal(await count(page), wanted.length);
    await page.click("#reset");
    await page.waitForFunction(() => document.getElementById("count").textContent === "5");
  });
}

await check("search finds text whatever its case", async () => {
  await page.fill("#search", "LLAMA@reg");
  await page.waitForFunction(() => document.getElementById("count").textContent === "1");
  assert.deepEqual(await shown(page), ["model/llama@regulated"]);
  await page.fill("#search", "");
  await page.waitForFunction(() => document.getElementById("count").textContent === "5");
});

await check("a click on a row shows why", async () => {
  await page.click('tr[data-workload="model/llama@regulated"] td:nth-child(3)');
  const words = await page.textContent("#why");
  for (const part of ["environment production", "europe", "cards", "continent eu", "gpu t4", "eu-par-1", "a.bpol:"]) {
    assert.ok(words.includes(part), `${part} is not in: ${words}`);
  }
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("#why[open]").count(), 0);
});

await check("a row opens by keyboard, and the focus goes back", async () => {
  await page.focus('tr[data-workload="agent/helper@production"] button');
  await page.keyboard.press("Enter");
  const words = await page.textContent("#why");
  assert.ok(words.includes("Takes no part") && words.includes("this is an agent"), words);
  await page.keyboard.press("Escape");
  const focused = await page.evaluate(() => document.activeElement.textContent);
  assert.equal(focused, "agent/helper@production");
});

await check("columns sort", async () => {
  await page.click("#workloads th:nth-child(1) button");
  const rows = await shown(page);
  assert.equal(await page.getAttribute("#workloads th:nth-child(1)", "aria-sort"), "ascending");
  await page.click("#workloads th:nth-child(1) button");
  assert.deepEqual(await shown(page), rows.reverse());
});

await check("a country of the map filters", async () => {
  const france = page.locator("#map path.country", { has: page.locator("title", { hasText: "France (fr)" }) });
  assert.match(await france.locator("title").textContent(), /France \(fr\): 5 of 5; locations: eu-par-1/);
  await france.dispatchEvent("click");
  assert.equal(await page.inputValue("#filter-place"), "country:fr");
  await page.click("#reset");
});

await check("every control has a name", async () => {
  const unnamed = await page.$$eval("button, input, select", (all) =>
    all.filter((it) => !(it.textContent.trim() || it.labels?.length || it.getAttribute("aria-label"))).length,
  );
  assert.equal(unnamed, 0);
});
await check("nothing is refused, loaded or wrong", () => assert.deepEqual(page.problems, []));
await page.close();

await check("a foreign script does not run", async () => {
  const own = await opened(small.file);
  await own.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'owned'";
    document.body.append(script);
  });
  assert.equal(await own.title(), "Where workloads may run");
  await own.close();
});

await check("a workload with nowhere to run is said to be impossible", async () => {
  const own = await opened(written("broken", BROKEN).file);
  await own.click('tr[data-workload="model/stuck@production"] button');
  const words = await own.textContent("#why");
  assert.ok(words.includes("It can run nowhere") && words.includes("america"), words);
  assert.deepEqual(own.problems, []);
  await own.close();
});

await check("a phone and the dark need no more width than there is", async () => {
  const own = await opened(small.file, { viewport: { width: 360, height: 740 }, colorScheme: "dark" });
  assert.ok((await own.evaluate(() => document.documentElement.scrollWidth)) <= 360);
  await own.close();
});

await check("10,000 workloads are small and filter at once", async () => {
  const { file } = written("large", large());
  assert.ok(statSync(file).size < 5_000_000);
  const own = await opened(file);
  assert.equal(await count(own), 10000);
  assert.ok((await shown(own)).length < 250);
  const times = await own.evaluate(() => {
    const select = document.getElementById("filter-place");
    return ["country:de", "country:fr", "continent:na", ""].map((value) => {
      const tries = [1, 2, 3].map(() => {
        const start = performance.now();
        select.value = value;
        select.dispatchEvent(new Event("change"));
        return performance.now() - start;
      });
      return [document.getElementById("count").textContent, Math.min(...tries)];
    });
  });
  assert.deepEqual(times.map(([number]) => number), ["7500", "10000", "0", "10000"]);
  assert.ok(times.every(([, time]) => time < 200), JSON.stringify(times));
  await own.fill("#search", "model-9999@");
  await own.waitForFunction(() => document.getElementById("count").textContent === "1");
  await own.fill("#search", "");
  await own.waitForFunction(() => document.getElementById("count").textContent === "10000");
  await own.evaluate(() => {
    const scroller = document.getElementById("workloads-scroll");
    scroller.scrollTop = scroller.scrollHeight;
  });
  await own.waitForFunction(() => document.querySelector('tr[data-workload="model/model-9999@env-39"], tr[aria-rowindex="10001"]'));
  assert.deepEqual(own.problems, []);
  await own.close();
});

await browser.close();
for (const name of failed) console.error(`FAILED: ${name}`);
console.log(`${passed} passed, ${failed.length} failed`);
process.exit(failed.length ? 1 : 0);
