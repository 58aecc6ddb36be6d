// What an open row says, against the text of `bpol why`.

import assert from "node:assert/strict";
import { check, opened } from "./lib.mjs";

const MOST = 60;
const words = (text) => text.replace(/\s+/gu, " ").trim().replace(/^- /u, "");

// The lines of `bpol why` but those of limits, which the page shows in a list of its own.
function linesOf(text) {
  let heading = "";
  return text.split("\n").filter((line) => {
    if (!line.startsWith(" ")) heading = line;
    return heading !== "limits";
  });
}

// The lines of the open row that are those of `why`.
function linesShown() {
  const lines = [];
  const text = (node, without = ".label") => {
    const copy = node.cloneNode(true);
    for (const it of copy.querySelectorAll(without)) it.remove();
    return [...(copy.cells ?? [copy])].map((it) => it.textContent).join(" ");
  };
  for (const it of document.querySelectorAll("#why-body > .heading, #why-body > p.bad:not(.heading), #why-body > h3.type, #why-body > .placed")) lines.push(text(it));
  for (const it of document.querySelectorAll("#why-body .rows tbody tr")) lines.push(text(it));
  for (const it of document.querySelectorAll("#why-body .impossible > p, #why-body .impossible li, #why-body .impossible li > div")) lines.push(text(it, "div"));
  return lines;
}

export async function checkWhy(workspace) {
  const { name, own, file, ask } = workspace;
  const page = await opened(file);
  const all = await page.evaluate(() => workloads.map(({ it, set }) => ({ identity: it.identity, kind: it.kind, name: it.name, environment: it.environment, status: set.status })));
  const step = Math.ceil(all.length / MOST);
  const chosen = all.filter((it, index) => index % step === 0 || it.status !== "placed");
  for (const it of chosen) {
    await check(`${name}: why ${it.identity}`, async () => {
      const asked = `${it.kind}/${it.name}${it.environment === null ? "" : `@${it.environment}`}`;
      const wanted = linesOf(ask("why", asked, "--workspace", own)).map(words).filter((line) => line !== "");
      const row = page.locator("#workloads tr[data-workload]").nth(all.indexOf(it));
      assert.equal(await row.getAttribute("data-workload"), it.identity);
      await row.locator("button").click();
      const lines = (await page.evaluate(linesShown)).map(words).filter((line) => line !== "");
      await page.keyboard.press("Escape");
      assert.deepEqual([...lines].sort(), [...wanted].sort());
    });
  }
  await check(`${name}: each guard covers as many workloads as it says`, async () => {
    const numbers = await page.evaluate(() => data.guards.map((guard) => [guard.covered, workloads.filter((it) => covers(guard, it)).length]));
    for (const [wanted, shown] of numbers) assert.equal(shown, wanted);
  });
  await check(`${name}: a guard is violated in an open row for whom it says so`, async () => {
    const states = await page.evaluate(() =>
      data.guards.flatMap((guard) => guard.witnesses.map((number) => {
        const body = document.createElement("div");
        body.append(...guardWords(workloads[number]));
        const item = [...body.querySelectorAll("li")].find((it) => it.querySelector("code").textContent === visible(guard.name));
        return [item.textContent, visible(workloads[number].it.identity)];
      })),
    );
    for (const [text, identity] of states) {
      assert.ok(text.includes("✗ violated") && text.includes(`\`${identity}\` `), text);
    }
  });
  await check(`${name}: no element has a style of its own, and nothing is refused`, async () => {
    assert.equal(await page.locator("[style]").count(), 0);
    assert.deepEqual(page.problems, []);
  });
  await page.close();
}
