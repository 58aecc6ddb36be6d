// What an open row says, against the text of `bpol why`.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { check, opened } from "./lib.mjs";

const MOST = 60;
const words = (text) => text.replace(/\s+/gu, " ").trim().replace(/^- /u, "");

// The policies about tokens of a workspace. The page shows what they limit in a list of its own.
function aboutTokens(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((it) => it.endsWith(".bpol"));
  const texts = files.map((it) => readFileSync(join(folder, it), "utf8"));
  const found = texts.flatMap((it) => [...it.matchAll(/policy\s+("[^"]*"|[\w.-]+)[^<]*<\s*tokens\s/gu)]);
  return found.map(([, name]) => name);
}

// The lines of `bpol why` but those about tokens.
function linesOf(text, tokens) {
  const lines = [];
  let heading = "";
  for (const line of text.split("\n")) {
    if (!line.startsWith(" ")) heading = line;
    const isOfTokens = heading === "takes no part" && tokens.some((name) => line.trim().startsWith(`${name} (`));
    if (heading !== "limits" && !isOfTokens) lines.push(line);
  }
  // A heading without anything below it is not said.
  return lines.filter((line, index) => line !== "takes no part" || (lines[index + 1] ?? "").startsWith(" "));
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
  const tokens = aboutTokens(own);
  const all = await page.evaluate(() => workloads.map(({ it, set }) => ({ identity: it.identity, kind: it.kind, name: it.name, environment: it.environment, status: set.status })));
  const step = Math.ceil(all.length / MOST);
  const chosen = all.filter((it, index) => index % step === 0 || it.status !== "placed");
  for (const it of chosen) {
    await check(`${name}: why ${it.identity}`, async () => {
      const asked = `${it.kind}/${it.name}${it.environment === null ? "" : `@${it.environment}`}`;
      const wanted = linesOf(ask("why", asked, "--workspace", own), tokens).map(words).filter((line) => line !== "");
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
