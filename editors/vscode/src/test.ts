// The parts that need no editor.

import assert from "node:assert/strict";
import { delimiter, join } from "node:path";
import test from "node:test";

import { find, missing, type Machine } from "./binary";
import { workloadAt } from "./workload";

const on = (...programs: string[]): Machine => ({
  platform: "linux",
  home: "/me",
  path: ["/usr/bin", "", "/opt/bin"].join(delimiter),
  isProgram: (path) => programs.includes(path),
});

const cargo = join("/me", ".cargo", "bin", "bpol");
const inPath = join("/opt/bin", "bpol");

test("the program is the setting's, else that of the PATH, else cargo's", () => {
  assert.deepEqual(find("", on(cargo, inPath)), { program: inPath });
  assert.deepEqual(find("", on(cargo)), { program: cargo });
  assert.deepEqual(find("/my/bpol", on(cargo, inPath, "/my/bpol")), { program: "/my/bpol" });
  assert.deepEqual(find("~/bpol", on("/me/bpol")), { program: "/me/bpol" });
});

test("a program that the setting names is not replaced by another", () => {
  assert.deepEqual(find("/my/bpol", on(cargo, inPath)), { tried: ["`/my/bpol`, from the setting bpol.path"] });
});

test("what was tried is said once", () => {
  const found = find("", on());
  assert.ok("tried" in found);
  assert.deepEqual(found.tried, ["`bpol` on the PATH", join("~", ".cargo", "bin", "bpol")]);
  assert.match(missing(found.tried), /cargo install --locked --path \./);
  const bare = find("", { ...on(), path: undefined });
  assert.deepEqual("tried" in bare && bare.tried, found.tried);
});

test("on Windows the program has an ending", () => {
  const windows = { ...on(), platform: "win32", isProgram: (path: string) => path.endsWith("bpol.exe") };
  assert.deepEqual(find("", windows), { program: join("/usr/bin", "bpol.exe") });
});

test("a line knows its workload", () => {
  const lines = `# About a.
# More.
model a in production < attach [p] >
policy p < country in [fr] >
agent "b \\" c"
  "Label"
  # between
  in # why
    "x y"
  <
    attach [
      model, # no statement
      job
    ]
  >

job in in in
function f "F"in"g"
model m
`.split("\n");
  const at = (line: number) => workloadAt(lines, line);
  assert.deepEqual([0, 1, 2].map(at), Array(3).fill("model/a@production"));
  assert.equal(at(3), undefined);
  for (let line = 4; line <= 14; line++) assert.equal(at(line), 'agent/"b \\" c"@"x y"', `line ${line}`);
  assert.deepEqual([16, 17, 18].map(at), ["job/in@in", 'function/f@"g"', "model/m"]);
  assert.equal(workloadAt(["# only a comment"], 0), undefined);
  assert.equal(workloadAt(["model"], 0), undefined);
});
