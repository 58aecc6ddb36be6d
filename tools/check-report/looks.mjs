// How the page looks and is used: contrast, print, keyboard, narrow and wide windows.

import assert from "node:assert/strict";
import { check, count, opened, shown } from "./lib.mjs";

// All text that is seen, with how far it stands out from what is behind it.
function faintTexts(least) {
  const channels = (color) => color.match(/[\d.]+/gu).map(Number);
  const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([red, green, blue]) => 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
  const ground = (node) => {
    for (let it = node; it; it = it.parentElement) {
      const color = channels(getComputedStyle(it).backgroundColor);
      if (color.length < 4 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const faint = new Set();
  let seen = 0;
  for (const node of document.querySelectorAll("body *")) {
    if (node.closest("svg, script, noscript, option, optgroup")) continue;
    const hasText = [...node.childNodes].some((it) => it.nodeType === 3 && it.textContent.trim() !== "") || node.matches("select, input");
    if (!hasText || !node.checkVisibility()) continue;
    seen += 1;
    const [one, other] = [channels(getComputedStyle(node).color), ground(node)].map(luminance);
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < least) faint.add(`${node.tagName}.${node.className} ${ratio.toFixed(2)}`);
  }
  return { seen, faint: [...faint] };
}

// The shades of the map, none first, as luminances.
function shades() {
  const part = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const style = getComputedStyle(document.documentElement);
  return ["land", "b1", "b2", "b3", "b4", "b5"].map((name) => {
    const hex = style.getPropertyValue(`--${name}`).trim().slice(1);
    const [red, green, blue] = [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
    return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
  });
}

export async function checkLooks(workspace, identity) {
  for (const colorScheme of ["light", "dark"]) {
    const page = await opened(workspace.file, { colorScheme });
    await check(`${workspace.name}: all text can be read, ${colorScheme}`, async () => {
      for (const isOpen of [false, true]) {
        if (isOpen) await page.click(`tr[data-workload=${JSON.stringify(identity)}] button`);
        const { seen, faint } = await page.evaluate(faintTexts, 4.5);
        assert.ok(seen > 40, `${seen} texts`);
        assert.deepEqual(faint, []);
      }
    });
    await check(`${workspace.name}: shades are told apart by lightness alone, ${colorScheme}`, async () => {
      const all = await page.evaluate(shades);
      const [up, down] = [(one, other) => (other + 0.05) / (one + 0.05), (one, other) => (one + 0.05) / (other + 0.05)];
      for (let index = 1; index < all.length; index += 1) {
        const ratio = (colorScheme === "dark" ? up : down)(all[index - 1], all[index]);
        assert.ok(ratio >= 1.3, `${index}: ${ratio.toFixed(2)}`);
      }
    });
    await page.close();
  }
  for (const width of [360, 768, 1180, 1600]) {
    await check(`${workspace.name}: ${width} pixels are wide enough`, async () => {
      const page = await opened(workspace.file, { viewport: { width, height: 800 } });
      const overlaps = () => {
        const boxes = [...document.querySelectorAll("#filters input, #filters select, #filters button")].map((it) => it.getBoundingClientRect());
        const meet = (one, other) => one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1;
        return boxes.some((one, index) => boxes.slice(index + 1).some((other) => meet(one, other)));
      };
      const widest = () => document.documentElement.scrollWidth;
      assert.ok((await page.evaluate(widest)) <= width);
      assert.equal(await page.evaluate(overlaps), false, "controls overlap");
      await page.click(`tr[data-workload=${JSON.stringify(identity)}] button`);
      const dialog = () => {
        const it = document.getElementById("why");
        return [it.scrollWidth - it.clientWidth, it.getBoundingClientRect().right];
      };
      const [over, right] = await page.evaluate(dialog);
      assert.ok(over <= 0 && right <= width, `${over} ${right}`);
      await page.close();
    });
  }
}

export async function checkKeyboard(workspace, identity) {
  const page = await opened(workspace.file);
  await check("all controls are reached by Tab, and the one with the focus is seen", async () => {
    const reached = new Set();
    const wanted = await page.$$eval("a, button, input, select, summary, .scroll", (all) => all.filter((it) => it.checkVisibility()).length);
    for (let presses = 0; presses <= wanted + 5; presses += 1) {
      await page.keyboard.press("Tab");
      const [isBody, mark, outline] = await page.evaluate(() => {
        const it = document.activeElement;
        it.number ??= globalThis.numbers = (globalThis.numbers ?? 0) + 1;
        return [it === document.body, it.number, parseFloat(getComputedStyle(it).outlineWidth)];
      });
      if (isBody) break;
      assert.ok(outline >= 2, "no outline");
      reached.add(mark);
    }
    assert.ok(reached.size >= wanted, `${reached.size} of ${wanted}`);
  });
  await check("a row opens by keyboard, Escape closes it, and the focus goes back", async () => {
    for (const key of ["Enter", "Space"]) {
      await page.focus(`tr[data-workload=${JSON.stringify(identity)}] button`);
      await page.keyboard.press(key);
      assert.equal(await page.locator("#why[open]").count(), 1);
      assert.equal(await page.textContent("#why-title"), identity);
      await page.keyboard.press("Escape");
      assert.equal(await page.locator("#why[open]").count(), 0);
      assert.equal(await page.evaluate(() => document.activeElement.textContent), identity);
    }
  });
  await check("a country is chosen by keyboard, and keeps the focus", async () => {
    const name = await page.evaluate(() => {
      const button = [...document.querySelectorAll("#countries button.link")].at(2);
      button.focus();
      return button.textContent;
    });
    await page.keyboard.press("Enter");
    assert.match(await page.inputValue("#filter-place"), /^country:/u);
    assert.equal(await page.evaluate(() => document.activeElement.textContent), name);
    assert.equal(await page.getAttribute("#countries button:focus", "aria-pressed"), "true");
    await page.click("#reset");
  });
  await check("the tables say what they are", async () => {
    const tree = await page.evaluate(() =>
      [...document.querySelectorAll("main table")].map((it) => [it.id, it.closest('[role="region"], section')?.getAttribute("aria-labelledby") ?? it.closest("[aria-label]")?.getAttribute("aria-label"), it.querySelectorAll('th[scope="col"]').length]),
    );
    assert.deepEqual(tree.map(([id]) => id), ["countries", "workloads", "guards", "policies", "environments"]);
    for (const [id, label, heads] of tree) assert.ok(label && heads >= 2, id);
  });
  await page.close();
}

// How many pages a PDF has.
const sheets = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b/gu)?.length ?? 0;

export async function checkPrint(small, identity, large) {
  await check("all rows are printed, not only those that are seen", async () => {
    const page = await opened(large.file);
    assert.ok((await shown(page)).length < 250);
    await page.evaluate(() => addEventListener("beforeprint", () => (globalThis.printed = document.querySelectorAll("#workloads tr[data-workload]").length)));
    const pdf = await page.pdf({ format: "A4" });
    assert.equal(await page.evaluate(() => globalThis.printed), await count(page));
    assert.ok(sheets(pdf) > 100, `${sheets(pdf)} sheets`);
    // It is as it was behind it.
    assert.ok((await shown(page)).length < 250);
    await page.emulateMedia({ media: "print" });
    await page.waitForFunction((number) => document.querySelectorAll("#workloads tr[data-workload]").length === number, await count(page));
    const hidden = await page.$$eval("#workloads tr[data-workload]", (rows) => rows.filter((it) => it.getBoundingClientRect().height === 0).length);
    assert.equal(hidden, 0);
    assert.equal(await page.evaluate(() => getComputedStyle(document.getElementById("workloads-scroll")).overflow), "visible");
    await page.close();
  });
  await check("the open row is printed, and what is folded away", async () => {
    const page = await opened(small.file);
    await page.click(`tr[data-workload=${JSON.stringify(identity)}] button`);
    const words = await page.innerText("#why-body");
    await page.emulateMedia({ media: "print" });
    await page.waitForSelector("#printed h2");
    assert.equal(await page.isVisible("#printed"), true);
    assert.equal(await page.isVisible("#why"), false);
    const lines = (text) => text.split(/\s+/u).filter((it) => it !== "");
    const printed = new Set(lines(await page.innerText("#printed")));
    assert.deepEqual(lines(words).filter((it) => !printed.has(it)), []);
    assert.equal(await page.locator("main details:not([open])").count(), 0);
    await page.emulateMedia({ media: "screen" });
    await page.waitForFunction(() => document.getElementById("printed").childElementCount === 0);
    assert.equal(await page.isVisible("#why"), true);
    assert.deepEqual(page.problems, []);
    await page.close();
  });
}
