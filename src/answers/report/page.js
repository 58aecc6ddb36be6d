// The page itself: tables, filters, and what a click does.

const byId = (id) => document.getElementById(id);
const ROW = 36;
const WHOLE = 250;
const MARGIN = 12;
const order = new Intl.Collator("en", { numeric: true });
const compare = (one, other) =>
  typeof one === "number" && typeof other === "number" ? one - other : order.compare(String(one), String(other));

// A table that can be sorted, and of a long list makes only the rows that are seen.
class Table {
  constructor(table, scroller, columns, open) {
    Table.all.push(this);
    this.body = table.tBodies[0];
    this.scroller = scroller;
    this.table = table;
    this.columns = columns;
    this.open = open;
    this.by = null;
    this.direction = 1;
    this.rows = [];
    this.first = this.last = -1;
    this.isWhole = false;
    this.head();
    scroller?.addEventListener("scroll", () => this.show(), { passive: true });
    addEventListener("resize", () => this.show());
  }
  head() {
    const cells = this.columns.map((column) => {
      const button = element("button", { type: "button" }, column.title);
      const cell = element("th", { scope: "col", "aria-sort": "none", class: column.class ?? "" }, button);
      button.addEventListener("click", () => {
        this.direction = this.by === column ? -this.direction : column.first ?? 1;
        this.by = column;
        for (const it of cells) it.setAttribute("aria-sort", "none");
        cell.setAttribute("aria-sort", this.direction === 1 ? "ascending" : "descending");
        this.fill(this.rows);
      });
      return cell;
    });
    this.table.tHead.append(element("tr", { "aria-rowindex": "1" }, cells));
  }
  fill(rows, keepsPlace = false) {
    this.rows = rows;
    this.sorted = [...rows];
    if (this.by) {
      const keys = new Map(rows.map((row) => [row, this.by.key(row)]));
      this.sorted.sort((one, other) => this.direction * compare(keys.get(one), keys.get(other)));
    }
    this.table.setAttribute("aria-rowcount", String(rows.length + 1));
    this.table.classList.toggle("many", rows.length > WHOLE);
    this.first = -1;
    if (this.scroller && !keepsPlace) this.scroller.scrollTop = 0;
    this.show();
  }
  show() {
    const all = this.sorted?.length ?? 0;
    let [first, last] = [0, all];
    if (all > WHOLE && this.scroller && !this.isWhole) {
      first = Math.max(0, Math.floor(this.scroller.scrollTop / ROW) - MARGIN);
      last = Math.min(all, first + Math.ceil(this.scroller.clientHeight / ROW) + 2 * MARGIN);
    }
    if (first === this.first && last === this.last) return;
    const focused = this.body.contains(document.activeElement) ? document.activeElement : null;
    const kept = focused?.closest("tr")?.key;
    [this.first, this.last] = [first, last];
    const rows = this.sorted.slice(first, last).map((row, index) => this.row(row, first + index));
    if (all === 0) {
      const none = element("td", { colspan: String(this.columns.length), class: "dim" }, "none");
      this.body.replaceChildren(element("tr", null, none));
    } else {
      this.body.replaceChildren(...this.spacer(first), ...rows, ...this.spacer(all - last));
    }
    if (!focused) return;
    // The row that had the focus may stand elsewhere, or not be there.
    const row = rows.find((it) => it.key === kept);
    (row?.querySelector("button") ?? this.scroller)?.focus({ preventScroll: true });
  }
  spacer(number) {
    if (number <= 0) return [];
    const cell = element("td", { colspan: String(this.columns.length), height: String(number * ROW) });
    return [element("tr", { class: "spacer", "aria-hidden": "true" }, cell)];
  }
  row(row, index) {
    const cells = this.columns.map((column) => {
      const made = column.cell(row);
      const cell = element("td", { class: column.class ?? "" }, made);
      if (typeof made === "string") cell.title = visible(made);
      return cell;
    });
    const made = element("tr", { "aria-rowindex": String(index + 2) }, cells);
    made.key = row.it?.identity ?? row.code?.name ?? row.name;
    this.open?.(row, made);
    return made;
  }
}
Table.all = [];

const text = (title, of, more) => ({ title, key: of, cell: (row) => String(of(row)), ...more });
const number = (title, of, more) =>
  text(title, of, { class: "number", first: -1, cell: (row) => (of(row) === null ? "" : String(of(row))), ...more });
const link = (words) => element("button", { type: "button", class: "link" }, words);

const controls = {
  search: byId("search"),
  environment: byId("filter-environment"),
  kind: byId("filter-kind"),
  place: byId("filter-place"),
  flavor: byId("filter-flavor"),
};

const labelled = (it) => (it.label ? `${it.label} (${it.name})` : it.name);
const named = (it) => (it.label ? `${it.name} (${it.label})` : it.name);
function fillSelect(select, groups) {
  for (const [title, options] of groups) {
    if (options.length === 0) continue;
    const made = options.map(([value, words]) => {
      const option = element("option", null, words);
      option.value = value;
      return option;
    });
    select.append(...(title ? [element("optgroup", { label: title }, made)] : made));
  }
}
const codesOf = (type) =>
  data.codes.filter((code) => code.type === type).map((code) => [`${type}:${code.name}`, named(code)]);
const groupsOf = (type) =>
  data.groups.filter((group) => group.type === type).map((group) => [`group:${group.name}`, named(group)]);
fillSelect(controls.environment, [["", data.environments.map((it) => [it.name, named(it)])]]);
fillSelect(controls.kind, [["", [...new Set(points.map((it) => it.kind))].sort().map((it) => [it, it])]]);
fillSelect(controls.place, [
  ["Continents", codesOf("continent")], ["Countries", codesOf("country")], ["Locations", codesOf("location")],
  ["Groups", groupsOf("location")],
]);
fillSelect(controls.flavor, [["GPUs", codesOf("gpu")], ["CPUs", codesOf("cpu")], ["Groups", groupsOf("flavor")]]);

const statusCell = (it) =>
  it.set.status === "placed" ? "placed" : element("span", { class: "bad" }, STATUS[it.set.status]);
const workloadsTable = new Table(
  byId("workloads"),
  byId("workloads-scroll"),
  [
    { title: "Workload", key: (it) => it.it.identity, cell: (it) => link(it.it.identity) },
    text("Environment", (it) => it.it.environment ?? "", { class: "second" }),
    text("Kind", (it) => it.it.kind, { class: "second" }),
    { title: "Status", key: (it) => it.set.status, cell: statusCell },
    text("Locations", (it) => allowedWords(it.set, "location")),
    text("Flavors", (it) => allowedWords(it.set, "flavor")),
    ...(data.fleet ? [number("Placements", (it) => it.set.placements)] : []),
  ],
  (it, row) => {
    row.setAttribute("data-workload", it.it.identity);
    row.addEventListener("click", () => openWhy(it));
  },
);

function choosePlace(value) {
  controls.place.value = controls.place.value === value ? "" : value;
  refresh();
}
const countriesTable = new Table(
  byId("countries"),
  byId("countries-scroll"),
  [
    { title: "Country", key: (it) => it.code.label ?? it.code.name, cell: (it) => link(labelled(it.code)) },
    number("Workloads", (it) => it.count),
    ...(data.fleet ? [number("Fleet", (it) => it.locations)] : []),
  ],
  (it, row) => {
    row.querySelector("button").setAttribute("aria-pressed", String(controls.place.value === `country:${it.code.name}`));
    row.addEventListener("click", () => choosePlace(`country:${it.code.name}`));
  },
);

function guardState(guard) {
  if (guard.state === "holds") return element("span", { class: "good" }, GUARD.holds);
  if (guard.state === "not-judged") return "not judged while a workload has nowhere to run";
  const shown = guard.witnesses.slice(0, 100).map((number, index) => {
    const workload = workloads[number];
    const open = link(workload.it.identity);
    open.addEventListener("click", () => openWhy(workload));
    // The sentence begins with the name.
    return element("li", null, open, data.texts[guard.sentences[index]].at(-1).replace(/^`/u, ""));
  });
  const more = guard.witnesses.length - shown.length;
  const rest = more > 0 ? [element("li", null, `and ${more} more`)] : [];
  return [
    element("span", { class: "bad" }, `${GUARD[guard.state]}: ${guard.message}`),
    element("details", null, element("summary", null, `${guard.witnesses.length} of ${guard.covered} workloads`), element("ul", null, shown, rest)),
    ...(guard.help ? [element("details", null, element("summary", null, "Who lets that in, and what repairs it"), element("p", null, lines(guard.help)))] : []),
  ];
}
const environmentName = (number) => (number === null ? "" : data.environments[number].name);
new Table(byId("guards"), null, [
  text("Guard", named),
  text("Says", (it) => `${it.form === "excludes-and" ? "excludes" : it.form} ${it.sides.map(rulesWords).join(" and ")}`),
  text("Covers", (it) => `${it.environment === null ? "the workspace" : environmentName(it.environment)}, ${said(it.targets)}`),
  number("Workloads", (it) => it.covered),
  { title: "State", key: (it) => it.state, cell: guardState },
]).fill(data.guards);

const attached = new Map();
for (const { point } of workloads) for (const it of point.policies) attached.set(it, (attached.get(it) ?? 0) + 1);
new Table(byId("policies"), byId("policies-scroll"), [
  text("Policy", named),
  text("Type", (it) => it.type ?? "tokens"),
  text("Allows", (it) => (it.type ? rulesWords(it) : ""), { class: "wide" }),
  text("Targets", (it) => said(it.targets)),
  text("Environments", (it) => data.environments.filter((own) => own.policies.includes(data.policies.indexOf(it))).map((own) => own.name).join(", ")),
  number("Own of workloads", (it) => attached.get(data.policies.indexOf(it)) ?? 0),
  { title: "Declared", key: (it) => at(it.place), cell: (it) => breakable(at(it.place)) },
]).fill(data.policies);

new Table(byId("environments"), byId("environments-scroll"), [
  text("Environment", named),
  text("In", (it) => environmentName(it.parent)),
  text("Policies", (it) => it.policies.map((own) => data.policies[own].name).join(", ")),
  number("Workloads", (it) => it.workloads),
  { title: "Declared", key: (it) => at(it.place), cell: (it) => breakable(at(it.place)) },
]).fill(data.environments);

let opened = null;
function openWhy(workload) {
  opened = workload;
  byId("why-title").textContent = visible(workload.it.identity);
  byId("why-body").replaceChildren(...whyWords(workload));
  const dialog = byId("why");
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  byId("why-title").focus();
}
byId("why-close").addEventListener("click", () => byId("why").close());
byId("why").addEventListener("click", (event) => {
  if (event.target === byId("why")) byId("why").close();
});

function refresh() {
  const values = Object.fromEntries(Object.entries(controls).map(([key, it]) => [key, it.value]));
  const chosen = choose(values);
  const perSet = new Map();
  for (const it of chosen) perSet.set(it.point.set, (perSet.get(it.point.set) ?? 0) + 1);
  const counts = new Map();
  for (const [set, number] of perSet) {
    for (const country of countries(set)) counts.set(country, (counts.get(country) ?? 0) + number);
  }
  byId("count").textContent = String(chosen.length);
  byId("count-words").textContent = `of ${workloads.length} workloads`;
  shade(counts, chosen.length, values.place);
  const rows = countryNumbers
    .map((number) => ({ code: data.codes[number], count: counts.get(number) ?? 0, locations: fleet.get(number)?.length ?? 0 }))
    .filter((it) => it.count > 0 || it.locations > 0 || values.place === `country:${it.code.name}`);
  if (!countriesTable.by) rows.sort((one, other) => other.count - one.count);
  countriesTable.fill(rows, true);
  workloadsTable.fill(chosen);
}

function summary() {
  const impossible = workloads.filter((it) => it.set.status !== "placed").length;
  const open = workloads.filter((it) => !it.set.range.location.restricted).length;
  const broken = data.guards.filter((it) => it.state === "violated" || it.state === "warned").length;
  const cards = [
    [workloads.length, "workloads"],
    [impossible, "can run nowhere", impossible > 0],
    [open, "may run in any place"],
    [data.environments.length, "environments"],
    [data.policies.length, "policies"],
    [data.guards.length, "guards"],
    [broken, "guards are violated", broken > 0],
    ...(data.fleet ? [[locationsAll.length, "locations of the fleet"]] : []),
  ];
  byId("summary").append(
    ...cards.map(([number, words, isBad]) => element("li", isBad ? { class: "bad" } : null, element("b", null, String(number)), words)),
  );
  if (data.findings.length) {
    const items = data.findings.slice(0, 20).map((it) => element("li", null, it.message, " ", element("span", { class: "dim" }, at(it.place))));
    const more = data.findings.length - items.length;
    if (more > 0) items.push(element("li", null, `and ${more} more`));
    byId("problems").append(element("h3", { class: "bad" }, "Nowhere to run"), element("ul", null, items));
  }
  const date = data.date ? `${data.date}; ` : "";
  byId("about").textContent = visible(`${date}${data.compiler}; reference table ${data.reference.name}, ${data.reference.table}`);
}

let waiting = 0;
controls.search.addEventListener("input", () => {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(refresh);
});
for (const it of [controls.environment, controls.kind, controls.place, controls.flavor]) {
  it.addEventListener("input", refresh);
  it.addEventListener("change", refresh);
}
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("filters").addEventListener("reset", () => setTimeout(refresh));
// What is printed is whole: all rows, what is folded away, and the workload that is open.
let unfolded = [];
function printing(is) {
  for (const table of Table.all) {
    table.isWhole = is;
    table.show();
  }
  const shown = is && byId("why").open ? opened : null;
  const why = shown ? [element("h2", null, shown.it.identity), ...whyWords(shown)] : [];
  byId("printed").replaceChildren(...why);
  const folded = is ? [...document.querySelectorAll("main details:not([open])")] : unfolded;
  for (const it of folded) it.open = is;
  unfolded = is ? folded : [];
}
let isPrinting = false;
function print(is) {
  if (is !== isPrinting) printing((isPrinting = is));
}
addEventListener("beforeprint", () => print(true));
addEventListener("afterprint", () => print(false));
matchMedia("print").addEventListener("change", (event) => print(event.matches));
summary();
makeMap((number) => choosePlace(`country:${data.codes[number].name}`));
refresh();
