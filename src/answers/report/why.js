// Why a workload may run where it may: the words of `bpol why`, which the data have, laid out.

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) made.setAttribute(key, value);
  for (const child of children.flat()) made.append(typeof child === "string" ? visible(child) : child);
  return made;
}

const choiceWords = (it) => `${it.type} ${it.name}${it.unlisted ? " (unlisted)" : ""}`;
const at = (place) => `${place.path}:${place.line}`;
const TYPES = ["location", "flavor"];

// A text of the data, with a name in it.
const said = (number, name = "") => data.texts[number].join(name);

// A list of codes in words, none left out: those of one type together.
function codesWords(numbers) {
  const byType = new Map();
  for (const number of numbers) {
    const code = data.codes[number];
    if (!byType.has(code.type)) byType.set(code.type, []);
    byType.get(code.type).push(code.name);
  }
  return [...byType].map(([type, names]) => `${type} ${names.join(", ")}`).join("; ");
}

// What a set leaves of a type, in few words.
const allowedWords = (set, type) => set.together[TYPES.indexOf(type)].map((it) => said(it)).slice(1).join("");

function rulesWords(side) {
  const rules = side.rules.length ? side.rules.map(choiceWords).join(", ") : "everything";
  return side.except.length ? `${rules} except ${side.except.map(choiceWords).join(", ")}` : rules;
}

// What a workload is called at its own point: without its environment.
function ownName(workload) {
  const { identity, environment } = workload.it;
  if (environment === null) return identity;
  return identity.slice(0, -1 - data.environments[workload.point.environment].written.length);
}

// A path, which may go on in another line behind each folder.
const breakable = (path) => path.split("/").flatMap((part, index) => (index ? ["/", element("wbr"), part] : [part]));

// The rows of a type at all points, each with the policy that it is about.
function rowsOf(workload, type, key) {
  const name = ownName(workload);
  return workload.point.spots.flatMap((spot, index) =>
    (data.spots[spot][type][key] ?? []).map((row) => {
      const cells = row.cells.map((it) => said(it, name));
      if (index === 0 && row.policy !== undefined) {
        const line = workload.it.lines?.[workload.point.policies.indexOf(row.policy)];
        cells.push(at({ ...workload.it.place, line: line ?? workload.it.place.line }));
      }
      return { cells, policy: row.policy };
    }),
  );
}

// A table of rows. A first cell holds for the empty ones below it.
function rowsTable(heads, rows) {
  const head = element("tr", null, heads.map((it) => element("th", { scope: "col" }, it)));
  const made = rows.map(({ cells, policy, isResult }, index) => {
    const tr = element("tr", isResult ? { class: "together" } : null);
    cells.forEach((words, column) => {
      if (column > 0) {
        const label = column === 1 && cells.length > 3 && policy !== undefined ? data.policies[policy].label : null;
        const more = label ? [element("span", { class: "label" }, label)] : [];
        const isPlace = policy !== undefined && column === cells.length - 1;
        tr.append(element("td", { "data-head": heads[column] ?? "" }, isPlace ? breakable(words) : words, ...more));
        return;
      }
      if (words === "" && index > 0) return;
      const behind = rows.slice(index + 1).findIndex((it) => it.cells[0] !== "");
      const span = behind < 0 ? rows.length - index : behind + 1;
      tr.append(element("th", { scope: "row", rowspan: String(span) }, words));
    });
    return tr;
  });
  return element("table", { class: "rows" }, element("thead", null, head), element("tbody", null, made));
}

function typeWords(workload, type) {
  const result = workload.set.together[TYPES.indexOf(type)].map((it) => said(it));
  const rows = [...rowsOf(workload, type, "rows"), { cells: result, isResult: true }];
  const codes = type === "location" ? workload.set.locations : workload.set.flavors;
  const whole = codesWords(codes);
  const isShort = !workload.set.restricts.includes(type) || codes.length <= 5;
  return [
    element("h3", { class: "type" }, type),
    rowsTable(["Where", "Policy", "Allows", "Attached at"], rows),
    ...(isShort ? [] : [element("details", { class: "more" }, element("summary", null, `All ${codes.length} of these`), element("p", null, whole))]),
  ];
}

function apartWords(workload) {
  const rows = TYPES.flatMap((type) => rowsOf(workload, type, "apart"));
  if (rows.length === 0) return [];
  return [element("h3", { class: "type" }, "takes no part"), rowsTable(["Policy", "Why", "Attached at"], rows)];
}

// Lines, as far to the right as they are more special: a clash, who repairs it, how, and what else that does.
function impossibleWords(workload) {
  const name = ownName(workload);
  const parts = [];
  let list = null;
  for (const line of (workload.point.impossible ?? []).map((it) => said(it, name))) {
    const words = line.trimStart();
    const depth = line.length - words.length;
    if (depth >= 6 && list?.lastElementChild) {
      list.lastElementChild.append(element("div", { class: "dim" }, words));
    } else if (depth >= 4) {
      if (!list) parts.push((list = element("ul")));
      list.append(element("li", null, words.replace(/^- /u, "")));
    } else {
      list = null;
      parts.push(element("p", { class: depth === 0 ? "bad" : "by" }, words));
    }
  }
  return parts.length ? [element("div", { class: "impossible" }, parts)] : [];
}

function placementWords(workload) {
  const { set } = workload;
  if (set.placed === undefined) return [];
  const items = placements(set).map((it) =>
    element("li", null, element("code", null, data.codes[it.location].name), ` (${codesWords(it.flavors)})`),
  );
  const all = element("details", { class: "more" }, element("summary", null, `All ${items.length} placements`), element("ul", null, items));
  return [element("p", { class: "placed" }, said(set.placed)), ...(items.length > 5 ? [all] : [])];
}

function limitWords(workload) {
  const items = (workload.point.limited ?? []).map((it) => element("li", null, said(it)));
  return items.length ? [element("h3", null, "Limits of tokens"), element("ul", null, items)] : [];
}

const covers = (guard, workload) =>
  guard.target.includes(workload.it.kind) &&
  (guard.environment === null || environmentsUpwards(workload.point.environment).includes(guard.environment));
const GUARD = { holds: "✓ holds", violated: "✗ violated", warned: "✗ violated (a warning for now)", "not-judged": "not judged" };

// The guards that cover a workload, and what they say of it.
function guardWords(workload) {
  const violates = workload.point.violates ?? [];
  const items = data.guards.flatMap((guard, number) => {
    if (!covers(guard, workload)) return [];
    const name = element("code", null, guard.name);
    const label = guard.label ? [element("span", { class: "label" }, guard.label)] : [];
    const item = (state, kind, ...more) =>
      [element("li", null, name, " ", element("span", { class: kind }, state), ...label, ...more)];
    if (workload.set.status !== "placed") return item("not judged: the workload can run nowhere", "dim");
    if (!violates.includes(number)) return item(GUARD.holds, "good");
    const index = guard.witnesses.indexOf(workload.number);
    const more = index < 0 ? [] : [element("p", null, said(guard.sentences[index], workload.it.identity))];
    if (guard.help) {
      more.push(element("details", { class: "more" }, element("summary", null, "Who lets that in, and what repairs it"), element("p", null, lines(guard.help))));
    }
    return item(GUARD[guard.state === "warned" ? "warned" : "violated"], "bad", ...more);
  });
  return items.length ? [element("h3", null, "Guards that cover it"), element("ul", { class: "guards" }, items)] : [];
}
const lines = (words) => words.split("\n").flatMap((line, index) => (index ? [element("br"), line] : [line]));

const STATUS = { placed: "placed", collision: "impossible: collision", "no-placement": "impossible: no placement" };

function whyWords(workload) {
  const { set, it, point } = workload;
  const heading = set.status === "placed" ? "heading" : "heading bad";
  return [
    ...(it.label ? [element("p", { class: "label" }, it.label)] : []),
    element("p", { class: heading }, said(set.heading, it.identity)),
    ...(point.violated === undefined ? [] : [element("p", { class: "bad" }, said(point.violated))]),
    element("p", { class: "dim declared" }, `declared at ${at(it.place)}`),
    ...impossibleWords(workload),
    ...TYPES.flatMap((type) => typeWords(workload, type)),
    ...apartWords(workload),
    ...placementWords(workload),
    ...guardWords(workload),
    ...limitWords(workload),
  ];
}
