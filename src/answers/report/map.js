// The map, and the table beside it.

const SVG = "http://www.w3.org/2000/svg";
function draw(name, attributes, parent) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent?.append(element);
  return element;
}

const shapes = new Map();
const fleet = new Map();
for (const number of locationsAll) {
  for (const it of upwards(number)) {
    if (data.codes[it].type !== "country") continue;
    if (!fleet.has(it)) fleet.set(it, []);
    fleet.get(it).push(number);
  }
}

function makeMap(onChoose) {
  const map = document.getElementById("map");
  map.setAttribute("viewBox", `0 0 ${atlas.width} ${atlas.height}`);
  const known = new Map(countryNumbers.map((number) => [data.codes[number].name, number]));
  for (const [name, path] of Object.entries(atlas.shapes)) {
    const shape = draw("path", { d: path, class: "land" }, map);
    const number = known.get(name);
    if (number !== undefined) shapes.set(number, [shape]);
  }
  // What is too small for a shape is a dot.
  for (const [name, number] of known) {
    if (atlas.shapes[name] || !atlas.points[name]) continue;
    const [cx, cy] = atlas.points[name];
    shapes.set(number, [draw("circle", { cx, cy, r: 26, class: "land small" }, map)]);
  }
  for (const [number, all] of shapes) {
    for (const shape of all) {
      shape.classList.add("country");
      draw("title", {}, shape);
      shape.addEventListener("click", () => onChoose(number));
    }
  }
  for (const [number, all] of fleet) {
    const at = atlas.points[data.codes[number].name];
    if (!at) continue;
    const r = all.length > 1 ? 68 : 44;
    draw("circle", { cx: at[0], cy: at[1], r, class: "fleet" }, map);
    if (all.length > 1) {
      draw("text", { x: at[0], y: at[1] + 32, class: "number" }, map).textContent = String(all.length);
    }
  }
}

// Five steps of one hue: how many, of those who were chosen.
const STEPS = 5;
const step = (number, all) => (number === 0 ? 0 : Math.max(1, Math.ceil((number / all) * STEPS)));

function shade(counts, all, chosen) {
  for (const [number, own] of shapes) {
    const count = counts.get(number) ?? 0;
    const code = data.codes[number];
    for (const shape of own) {
      const small = shape.classList.contains("small") ? " small" : "";
      const bin = step(count, all);
      const is = chosen === `country:${code.name}` ? " chosen" : "";
      shape.setAttribute("class", `land country${small}${bin ? ` b${bin}` : ""}${is}`);
      const places = (fleet.get(number) ?? []).map((it) => data.codes[it].name);
      const words = places.length ? `; locations: ${places.join(", ")}` : "";
      shape.firstElementChild.textContent = visible(
        `${code.label ?? code.name} (${code.name}): ${count} of ${all}${words}`,
      );
    }
  }
  const legend = document.getElementById("legend");
  legend.replaceChildren();
  const entry = (name, attributes, words) => {
    const item = document.createElement("li");
    const icon = draw("svg", { viewBox: "0 0 20 20" });
    draw(name, attributes, icon);
    item.append(icon, words);
    legend.append(item);
  };
  const box = { x: 1, y: 1, width: 18, height: 18 };
  entry("rect", { ...box, class: "land" }, "none");
  const seen = new Set();
  for (let bin = 1; bin <= STEPS && all > 0; bin += 1) {
    const least = Math.floor((all * (bin - 1)) / STEPS) + 1;
    const most = Math.floor((all * bin) / STEPS);
    if (most < least || seen.has(most)) continue;
    seen.add(most);
    entry("rect", { ...box, class: `b${bin}` }, least === most ? `${most}` : `${least} to ${most}`);
  }
  if (fleet.size) entry("circle", { cx: 10, cy: 10, r: 7, class: "fleet" }, "locations of the fleet, by country");
  document.getElementById("map-words").textContent =
    `A world map: ${counts.size} of ${countryNumbers.length} countries are open to some of the ${all} workloads. ` +
    "The table beside it says the same.";
}
