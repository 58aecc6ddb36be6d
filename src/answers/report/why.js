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

// A text of the data, with what it leaves open: one name wherever there is something, or each in its turn.
function said(number, ...names) {
  const parts = data.texts[number];
  if (names.length < 2) return parts.join(names[0] ?? "");
  return parts.reduce((text, part, index) => text + (names[index - 1] ?? "") + part);
}

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
const allowedWords = (set, type) => set.range[type].together.slice(1).map((it) => said(it)).join("");

function rulesWords(side) {
  const rules = side.rules.length ? side.rules.map(choiceWords).join(", ") : "everything";
  return side.except.length ? `${rules} except ${side.except.map(choiceWords).join(", ")}` : rules;
}

// A path, which may go on in another line behind each folder.
const breakable = (path) => path.split("/").flatMap((part, index) => (index ? ["/", element("wbr"), part] : [part]));

// Where a policy stands in the list of a point.
function attachedAt(workload, spot, policy) {
  const { place, policies, lines } = spot.environment === undefined ? { ...workload.it, policies: spot.policies } : data.environments[spot.environment];
  return at({ ...place, line: lines?.[policies.indexOf(policy)] ?? place.line });
}

const spotsOf = (workload) => workload.point.spots.map((number) => data.spots[number]);

// The rows of a type at all points, each with the policy that it is about.
function rowsOf(workload, type) {
  return spotsOf(workload).flatMap((spot) => {
    const { applying = [], row } = spot[type];
    const rows = applying.map((policy, index) => {
      const who = index === 0 ? said(spot.who, workload.it.own) : "";
      const words = data.policies[policy].cells.map((it) => said(it));
      return { policy, cells: [who, ...words, attachedAt(workload, spot, policy)] };
    });
    return row ? [...rows, { cells: row.map((it) => said(it, workload.it.own)) }] : rows;
  });
}

// What does not apply, in rows.
function apartOf(workload, type) {
  return spotsOf(workload).flatMap((spot) =>
    (spot[type].apart ?? []).map(({ policy, cells }) => {
      const words = cells.map((it) => said(it, workload.it.own));
      return { policy, cells: [...words, attachedAt(workload, spot, policy)] };
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
  const { codes, together, restricted } = workload.set.range[type];
  const rows = [...rowsOf(workload, type), { cells: together.map((it) => said(it)), isResult: true }];
  const whole = codesWords(codes);
  const isShort = !restricted || codes.length <= 5;
  return [
    element("h3", { class: "type" }, type),
    rowsTable(["Where", "Policy", "Allows", "Attached at"], rows),
    ...(isShort ? [] : [element("details", { class: "more" }, element("summary", null, `All ${codes.length} of these`), element("p", null, whole))]),
  ];
}

function apartWords(workload) {
  const rows = TYPES.flatMap((type) => apartOf(workload, type));
  if (rows.length === 0) return [];
  return [element("h3", { class: "type" }, "takes no part"), rowsTable(["Policy", "Why", "Attached at"], rows)];
}

// Lines, as far to the right as they are more special: a clash, who repairs it, how, and what else that does.
function impossibleWords(workload) {
  const parts = [];
  let list = null;
  for (const line of (workload.point.impossible ?? []).map((it) => said(it, workload.it.own))) {
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
  const words = set.placed.map((it) => said(it)).join("");
  const items = placements(set).map((it) =>
    element("li", null, element("code", null, data.codes[it.location].name), ` (${codesWords(it.flavors)})`),
  );
  const all = element("details", { class: "more" }, element("summary", null, `All ${items.length} placements`), element("ul", null, items));
  return [element("p", { class: "placed" }, words), ...(items.length > 5 ? [all] : [])];
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
    element("p", { class: heading }, said(set.heading, it.identity, said(set.range.location.reach), said(set.range.flavor.reach))),
    ...(point.violated === undefined ? [] : [element("p", { class: "bad" }, said(point.violated))]),
    element("p", { class: "dim declared" }, "declared at ", breakable(at(it.place))),
    ...impossibleWords(workload),
    ...TYPES.flatMap((type) => typeWords(workload, type)),
    ...apartWords(workload),
    ...placementWords(workload),
    ...guardWords(workload),
    ...limitWords(workload),
  ];
}
