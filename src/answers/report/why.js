// Why a workload may run where it may: its points from the workload outwards, and what they leave together.

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) made.setAttribute(key, value);
  for (const child of children.flat()) made.append(typeof child === "string" ? visible(child) : child);
  return made;
}

const choiceWords = (it) => `${it.type} ${it.name}${it.unlisted ? " (unlisted)" : ""}`;
const at = (place) => `${place.path}:${place.line}`;

// A list of codes in words: those of one type together.
function codesWords(numbers, labels = false) {
  const byType = new Map();
  for (const number of numbers) {
    const code = data.codes[number];
    if (!byType.has(code.type)) byType.set(code.type, []);
    byType.get(code.type).push(labels && code.label ? code.label : code.name);
  }
  return [...byType].map(([type, names]) => `${type} ${names.join(", ")}`).join("; ");
}

const allowedWords = (set, type) => {
  const codes = type === "location" ? set.locations : set.flavors;
  if (codes.length === 0) return "nothing";
  if (!set.restricts.includes(type)) return "everything";
  return codesWords(codes);
};

function rulesWords(side) {
  const rules = side.rules.length ? side.rules.map(choiceWords).join(", ") : "everything";
  return side.except.length ? `${rules} except ${side.except.map(choiceWords).join(", ")}` : rules;
}

// What several policies at one point allow together: their codes, less those that lie in another one.
function union(policies) {
  const all = new Codes(policies.flatMap((policy) => policy.codes));
  return [...all.own]
    .filter((number) => {
      const parent = data.codes[number].parent;
      return parent === undefined || !all.covers(parent);
    })
    .sort((one, other) => one - other);
}

function pointsOf(workload) {
  const own = {
    name: "the workload itself",
    policies: workload.point.policies,
    place: (index) => `${workload.it.place.path}:${workload.it.lines?.[index] ?? workload.it.place.line}`,
  };
  const above = environmentsUpwards(workload.point.environment).map((number) => {
    const environment = data.environments[number];
    return {
      name: `environment ${environment.name}`,
      policies: environment.policies,
      place: (index) => `${environment.place.path}:${environment.lines[index] ?? environment.place.line}`,
    };
  });
  return [own, ...above];
}

function typeWords(workload, type) {
  const list = element("ol");
  const idle = [];
  for (const point of pointsOf(workload)) {
    const attached = point.policies.map((number, index) => ({ policy: data.policies[number], place: point.place(index) }));
    const own = attached.filter((it) => it.policy.type === type);
    const applying = own.filter((it) => it.policy.target.includes(workload.it.kind));
    for (const it of own) if (!applying.includes(it)) idle.push({ ...it, point });
    const item = element("li", null, element("b", null, point.name));
    if (applying.length === 0) {
      item.append(`: no ${type} policy: everything`);
    } else {
      const policies = applying.map(({ policy, place }) => {
        const label = policy.label ? ` “${policy.label}”` : "";
        const words = `${label}: ${rulesWords(policy)} `;
        return element("li", null, element("code", null, policy.name), words, element("span", { class: "dim" }, place));
      });
      item.append(element("ul", null, policies));
      if (applying.length > 1) {
        item.append(element("div", null, `any of them: ${codesWords(union(applying.map((it) => it.policy)))}`));
      }
    }
    list.append(item);
  }
  const result = allowedWords(workload.set, type);
  const parts = [
    element("h3", null, type === "location" ? "Location" : "Flavor"),
    list,
    element("p", { class: "together" }, element("b", null, "Together: "), result),
  ];
  if (idle.length) {
    const items = idle.map((it) =>
      element(
        "li",
        null,
        element("code", null, it.policy.name),
        ` (${it.point.name}): targets ${it.policy.target.map((kind) => `${kind}s`).join(", ")}; this is ${workload.it.kind === "agent" ? "an" : "a"} ${workload.it.kind} `,
        element("span", { class: "dim" }, it.place),
      ),
    );
    parts.push(element("p", { class: "dim" }, "Takes no part:"), element("ul", null, items));
  }
  return parts;
}

function limitWords(limit) {
  const counts = ["input", "output", "total"].filter((key) => limit[key] !== null).map((key) => `${limit[key]} ${key}`);
  if (limit.ratio !== null) counts.push(`at most ${limit.ratio} in for one out`);
  const shared = limit.scope === "workload" ? "its own" : `shared in environment ${limit.scope.environment}`;
  const period = limit.step === 1 ? limit.granularity : `${limit.step} ${limit.granularity}s`;
  return ` ${counts.join(", ")} tokens a ${period}, ${shared}`;
}

function brokenGuards(workload) {
  const items = data.guards.filter((guard) => guard.witnesses.includes(workload.number)).map((guard) =>
    element("li", { class: "bad" }, element("code", null, guard.name), guard.label ? ` “${guard.label}”` : ""),
  );
  return items.length ? [element("h3", null, "Guards that it breaks"), element("ul", null, items)] : [];
}

const STATUS = { placed: "placed", collision: "impossible: collision", "no-placement": "impossible: no placement" };

function whyWords(workload) {
  const set = workload.set;
  const parts = [];
  if (workload.it.label) parts.push(element("p", { class: "dim" }, workload.it.label));
  if (set.status === "placed") {
    const flavors = allowedWords(set, "flavor");
    parts.push(element("p", null, "It may run in ", element("b", null, allowedWords(set, "location")), ", on ", element("b", null, flavors), "."));
  } else {
    parts.push(element("p", { class: "bad" }, `${STATUS[set.status]}. It can run nowhere.`));
    const findings = data.findings.filter((it) => it.point === workload.it.point || (it.point === null && isOf(it, workload)));
    for (const it of findings) {
      parts.push(element("p", null, it.message));
      if (it.help) parts.push(element("p", { class: "dim" }, it.help));
    }
  }
  parts.push(element("p", { class: "dim" }, `declared at ${at(workload.it.place)}`));
  parts.push(...brokenGuards(workload), ...typeWords(workload, "location"), ...typeWords(workload, "flavor"));
  const known = placements(set);
  if (known) {
    parts.push(element("h3", null, "Placements"));
    const items = known.map((it) =>
      element("li", null, element("code", null, data.codes[it.location].name), ` (${codesWords(it.flavors)})`),
    );
    parts.push(set.status === "placed" ? element("ul", null, items) : element("p", null, "none"));
  }
  const limits = workload.point.limits ?? [];
  if (limits.length) {
    const items = limits.map((it) => element("li", null, element("code", null, it.policy), limitWords(it)));
    parts.push(element("h3", null, "Limits of tokens"), element("ul", null, items));
  }
  return parts;
}

// A finding about an environment is about the workloads in it.
function isOf(finding, workload) {
  return environmentsUpwards(workload.point.environment).some((number) => {
    const { path, line, column } = data.environments[number].place;
    return finding.place.path === path && finding.place.line === line && finding.place.column === column;
  });
}
