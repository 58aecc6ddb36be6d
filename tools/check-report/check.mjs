// Opens pages of `bpol report` in Chromium: node check.mjs CHROMIUM BPOL FOLDER
//
// What the page shows is compared with what `bpol compile`, `query` and `why` write of the same workspace.

import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { checkFilters } from "./filters.mjs";
import { check, close, count, end, example, opened, shown, written } from "./lib.mjs";
import { checkKeyboard, checkLooks, checkPrint } from "./looks.mjs";
import { checkWhy } from "./why.mjs";
import { BROKEN, HOSTILE, HOSTILE_FILE, SMALL, VIOLATED, large } from "./workspaces.mjs";

const small = written("small", SMALL);
let page = await opened(small.file);

await check("it shows every workload", async () => {
  const compiled = JSON.parse(small.ask("compile", small.own));
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

const broken = written("broken", BROKEN);
const violated = written("violated", VIOLATED);
const hostile = written("hostile", HOSTILE, HOSTILE_FILE);
const all = [small, broken, violated, hostile, example("global"), example("regulated"), example("team")];

await check("what a workspace contains is text, wherever it stands", async () => {
  const own = await opened(hostile.file);
  for (const identity of await shown(own)) {
    await own.click(`tr[data-workload=${JSON.stringify(identity)}] button`);
    await own.keyboard.press("Escape");
  }
  await own.emulateMedia({ media: "print" });
  assert.equal(await own.title(), "Where workloads may run");
  assert.equal(await own.locator("img, i, body script:not([type]) ~ script").count(), 0);
  const text = await own.evaluate(() => document.body.innerText);
  assert.doesNotMatch(text, /[\u202a-\u202e\u2066-\u2069\u2028\u2029\u200b\u200d\ufeff]/u);
  assert.ok(text.includes("\\u{202e}a\\u{2028}b<script>.bpol"));
  assert.deepEqual(own.problems, []);
  await own.close();
});
for (const it of all) await checkFilters(it);
for (const it of all) await checkWhy(it);
await checkKeyboard(small, "agent/helper@production");
await checkLooks(broken, "model/stuck@production");
await checkLooks(violated, 'model/two@"y z"');
await checkLooks(all[4], "agent/advisor-ch@production");

const largest = written("large", large());
await checkPrint(violated, 'model/two@"y z"', largest);
await check("10,000 workloads are small and filter at once", async () => {
  const { file } = largest;
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

await close();
process.exit(end());
