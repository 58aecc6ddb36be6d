// The filters, alone and together, against `bpol query`.

import assert from "node:assert/strict";
import { check, count, opened, shown } from "./lib.mjs";

const OPTIONS = { "#filter-place": "--in", "#filter-flavor": "--on", "#filter-environment": "--environment", "#filter-kind": "--kind" };
const MOST = 12;
const TOGETHER = 25;

// A few of many, always the same ones.
const some = (all, most) => all.filter((_, index) => index % Math.ceil(all.length / most) === 0);
let seed = 1;
const pick = (all) => all[(seed = (seed * 48271) % 0x7fffffff) % all.length];

const nameOf = (it) => `${it.kind}/${it.name}${it.environment === null ? "" : `@${it.environment}`}`;

export async function checkFilters(workspace) {
  const { name, own, file, ask } = workspace;
  const page = await opened(file);
  // In a browser, all rows are made of so few.
  const all = new Map(await page.evaluate(() => workloads.map(({ it }) => [it.identity, { kind: it.kind, name: it.name, environment: it.environment }])));
  const values = {};
  for (const id of Object.keys(OPTIONS)) {
    values[id] = await page.$$eval(`${id} option`, (options) => options.map((it) => it.value).filter((it) => it !== ""));
  }
  // The places where something is.
  const used = await page.evaluate(() => {
    const numbers = new Set(data.ranges.flatMap((range) => range.codes).flatMap((number) => [...upwards(number)]));
    return [...numbers].filter((number) => isPlace(data.codes[number])).map((number) => `${data.codes[number].type}:${data.codes[number].name}`);
  });
  const ofType = (type) => values["#filter-place"].filter((it) => it.startsWith(`${type}:`));
  const places = ["continent", "location", "group"].flatMap((type) => some(ofType(type), MOST));
  places.push(...some(used, MOST), ...some(ofType("country"), 4));
  const alone = [
    ...[...new Set(places)].map((it) => ({ "#filter-place": it })),
    ...some(values["#filter-flavor"], MOST).map((it) => ({ "#filter-flavor": it })),
    ...values["#filter-environment"].map((it) => ({ "#filter-environment": it })),
    ...values["#filter-kind"].map((it) => ({ "#filter-kind": it })),
  ];
  const searches = ["", "", "MODEL/", "a", ...[...all.values()].slice(0, 3).map((it) => it.name.slice(0, 3).toUpperCase())];
  const together = Array.from({ length: TOGETHER }, () => {
    const chosen = { "#search": pick(searches) };
    for (const id of Object.keys(OPTIONS)) if (values[id].length && pick([true, true, false])) chosen[id] = pick(id === "#filter-place" ? places : values[id]);
    return chosen;
  });
  let found = 0;
  for (const chosen of [...alone, ...together]) {
    await check(`${name}: ${JSON.stringify(chosen)}`, async () => {
      const given = Object.entries(chosen).filter(([id]) => id in OPTIONS).map(([id, value]) => `${OPTIONS[id]}=${value}`);
      const text = (chosen["#search"] ?? "").toLowerCase();
      const answered = JSON.parse(ask("query", "--format", "json", ...given, own)).workloads;
      const wanted = answered.map(nameOf).filter((it) => it.toLowerCase().includes(text));
      await page.click("#reset");
      await page.waitForFunction((number) => document.getElementById("count").textContent === String(number), all.size);
      for (const [id, value] of Object.entries(chosen)) {
        if (id === "#search") await page.fill(id, value);
        else await page.selectOption(id, value);
      }
      await page.waitForFunction((number) => document.getElementById("count").textContent === String(number), wanted.length, { timeout: 5000 }).catch(() => {});
      const rows = await shown(page);
      assert.deepEqual(rows.map((it) => nameOf(all.get(it))), wanted);
      assert.equal(await count(page), wanted.length);
      found += wanted.length;
    });
  }
  await check(`${name}: the filters find something`, () => assert.ok(found > all.size));
  await check(`${name}: nothing is refused, loaded or wrong while filtering`, () => assert.deepEqual(page.problems, []));
  await page.close();
}
