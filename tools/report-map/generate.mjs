// Writes src/answers/report/map.json, the world map of `bpol report`.
// From the top of the repository (Node 18 or newer):
//
//     npm install --no-save --prefix target/map world-atlas@2.0.2 topojson-client@3.1.0 cldr-core@45.0.0
//     node tools/report-map/generate.mjs target/map/node_modules
//
// Sources: Natural Earth (public domain), 1:110m for the shapes and 1:10m for where the small countries are,
// in the npm package `world-atlas`; the Unicode CLDR, for the ISO codes of its numbers; and the lists below.
//
// The same packages give the same bytes. Whatever does not add up ends the run before it writes.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const OUT = new URL("../../src/answers/report/map.json", import.meta.url);
const WORLD = new URL("../../src/reference/data/world.bpol", import.meta.url);
const PACKAGES = { "world-atlas": "2.0.2", "topojson-client": "3.1.0", "cldr-core": "45.0.0" };

const WIDTH = 1000;

// Natural Earth has no number for these. What has no ISO code is land without a country.
const UNNUMBERED = { Kosovo: "xk" };

// Natural Earth has these in another country; ISO and bpol do not.
const PARTS = [
  { of: "fr", is: "gf", has: ([x]) => x < -50 },
  { of: "no", is: "sj", has: ([, y]) => y > 74 },
];

// What Natural Earth has in another country, and in no shape of its own: longitude and latitude.
const POINTS = {
  bq: [-68.3, 12.2], bv: [3.4, -54.4], cc: [96.8, -12.2], cx: [105.6, -10.5],
  gp: [-61.55, 16.25], mq: [-61, 14.65], re: [55.5, -21.1],
  tk: [-171.8, -9.2], yt: [45.15, -12.8],
};

const root = process.argv[2];
if (!root) fail("the folder of the packages is missing");
for (const [name, version] of Object.entries(PACKAGES)) {
  const found = JSON.parse(readFileSync(join(root, name, "package.json"), "utf8")).version;
  if (found !== version) fail(`${name} is ${found}, not ${version}`);
}
const { feature } = createRequire(resolve(root, "x.js"))("topojson-client");
const read = (path) => JSON.parse(readFileSync(join(root, path), "utf8"));
const mappings = read("cldr-core/supplemental/codeMappings.json").supplemental.codeMappings;
const known = new Set(
  [...readFileSync(WORLD, "utf8").matchAll(/^country (?:"([^"]+)"|(\S+))/gm)].map((it) => it[1] ?? it[2]),
);
const alpha = new Map();
for (const [code, it] of Object.entries(mappings)) {
  // Some numbers were another country's before.
  if (it._numeric && known.has(code.toLowerCase())) alpha.set(it._numeric, code.toLowerCase());
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

// A ring whose longitudes go on behind 180, so that no side of it runs around the world.
function unwrap(ring) {
  let turn = 0;
  const open = ring.map(([x, y], index) => {
    if (index > 0 && Math.abs(x - ring[index - 1][0]) > 180) turn += x < ring[index - 1][0] ? 360 : -360;
    return [x + turn, y];
  });
  const [first, last] = [open[0], open[open.length - 1]];
  // Around the pole: over it, and back.
  return Math.abs(last[0] - first[0]) > 359 ? [...open, [last[0], -90], [first[0], -90], first] : open;
}

// The part of a ring on one side of a meridian.
function part(ring, meridian, sign) {
  const inside = ([x]) => sign * (x - meridian) >= 0;
  const kept = [];
  for (let index = 1; index < ring.length; index += 1) {
    const [from, to] = [ring[index - 1], ring[index]];
    if (inside(from)) kept.push(from);
    if (inside(from) !== inside(to)) {
      const share = (meridian - from[0]) / (to[0] - from[0]);
      kept.push([meridian, from[1] + share * (to[1] - from[1])]);
    }
  }
  return kept.length ? [...kept, kept[0]] : [];
}

// A polygon, cut where the map ends.
function cut(rings) {
  const whole = rings.map(unwrap);
  const turns = [-360, 0, 360].map((turn) =>
    whole
      .map((ring) => part(part(ring.map(([x, y]) => [x + turn, y]), -180, 1), 180, -1))
      .filter((ring) => ring.length > 3),
  );
  return turns.filter((own) => own.length > 0);
}

function polygons(file) {
  const atlas = read(`world-atlas/${file}`);
  const all = [];
  for (const it of feature(atlas, atlas.objects.countries).features) {
    const code = it.id === undefined ? UNNUMBERED[it.properties.name] : alpha.get(it.id);
    const shapes = it.geometry.type === "Polygon" ? [it.geometry.coordinates] : it.geometry.coordinates;
    for (const rings of shapes.flatMap(cut)) {
      const part = PARTS.find((part) => part.of === code && part.has(rings[0][0]));
      const own = part ? part.is : code;
      all.push({ code: known.has(own) ? own : "", rings });
    }
  }
  return all;
}

// Equal Earth (Šavrič, Patterson, Jenny 2018): areas are true.
const [A1, A2, A3, A4] = [1.340264, -0.081106, 0.000893, 0.003796];
const M = Math.sqrt(3) / 2;
function raw([longitude, latitude]) {
  const t = Math.asin(M * Math.sin((latitude * Math.PI) / 180));
  const t2 = t * t;
  const t6 = t2 * t2 * t2;
  const lambda = (longitude * Math.PI) / 180;
  return [
    (lambda * Math.cos(t)) / (M * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2))),
    t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2)),
  ];
}
const right = raw([180, 0])[0];
const top = raw([0, 90])[1];
const scale = WIDTH / (2 * right);
const height = Math.ceil(2 * top * scale);
const project = (point) => {
  const [x, y] = raw(point);
  return [(x + right) * scale, (top - y) * scale];
};
const round = (number) => Math.round(number * 10);

// In tenths, each corner from the one before it: the shortest that a path can be.
function path(ring) {
  const corners = ring
    .map((point) => project(point).map(round))
    .filter(([x, y], index, all) => index === 0 || x !== all[index - 1][0] || y !== all[index - 1][1]);
  if (corners.length < 4) return "";
  const steps = corners.slice(1).map(([x, y], index) => `${x - corners[index][0]} ${y - corners[index][1]}`);
  return `M${corners[0].join(" ")}l${steps.join(" ")}z`.replace(/ -/g, "-");
}

function middle(ring) {
  let [area, cx, cy] = [0, 0, 0];
  const points = ring.map(project);
  points.forEach(([x, y], index) => {
    const [nx, ny] = points[(index + 1) % points.length];
    const cross = x * ny - nx * y;
    area += cross / 2;
    cx += ((x + nx) * cross) / 6;
    cy += ((y + ny) * cross) / 6;
  });
  return area === 0 ? { area: 0, at: points[0] } : { area: Math.abs(area), at: [cx / area, cy / area] };
}

const shapes = {};
for (const { code, rings } of polygons("countries-110m.json")) {
  shapes[code] = (shapes[code] ?? "") + rings.map(path).join("");
}
// A country is where the middle of its largest part is.
const largest = {};
for (const file of ["countries-110m.json", "countries-10m.json"]) {
  const own = {};
  for (const { code, rings } of polygons(file)) {
    const it = middle(rings[0]);
    if (code && !(own[code]?.area >= it.area)) own[code] = it;
  }
  for (const [code, it] of Object.entries(own)) largest[code] ??= it;
}
const points = {};
for (const code of [...known].sort()) {
  const at = largest[code]?.at ?? (POINTS[code] && project(POINTS[code]));
  if (!at) fail(`${code} is nowhere`);
  points[code] = at.map(round);
}

const lines = (object) =>
  Object.keys(object)
    .sort()
    .map((key) => `    ${JSON.stringify(key)}: ${JSON.stringify(object[key])}`)
    .join(",\n");
writeFileSync(
  OUT,
  `{\n  "width": ${WIDTH * 10},\n  "height": ${height * 10},\n  "shapes": {\n${lines(shapes)}\n  },\n` +
    `  "points": {\n${lines(points)}\n  }\n}\n`,
);
