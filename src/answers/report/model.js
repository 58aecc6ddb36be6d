"use strict";
// What the data say, worked out: which sets touch what, and who may run where.

const data = JSON.parse(document.getElementById("bpol-data").textContent);
const atlas = JSON.parse(document.getElementById("bpol-map").textContent);

const isPlace = (code) => code.type !== "cpu" && code.type !== "gpu";
const codeNumbers = new Map(data.codes.map((code, number) => [`${code.type}:${code.name}`, number]));
const groupsByName = new Map(data.groups.map((group) => [`group:${group.name}`, group]));
const everyFlavor = data.codes.flatMap((code, number) => (isPlace(code) ? [] : [number]));

// What nobody should see raw, as for the other commands: control characters, and those that turn or hide text.
const HIDDEN =
  /(?! )[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\u{e0000}-\u{e0fff}]/gu;
const visible = (text) =>
  String(text).replace(HIDDEN, (it) => (it === "\t" ? "\\t" : `\\u{${it.codePointAt(0).toString(16)}}`));

function* upwards(number) {
  for (let it = number; it !== undefined && it !== null; it = data.codes[it].parent) yield it;
}

// The codes of a set, and all that they lie in.
class Codes {
  constructor(numbers) {
    this.own = new Set(numbers);
    this.above = new Set();
    for (const number of numbers) for (const it of upwards(number)) this.above.add(it);
  }
  // Whether some of a code is in it.
  touches(number) {
    if (this.above.has(number)) return true;
    for (const it of upwards(number)) if (this.own.has(it)) return true;
    return false;
  }
  touchesAny(numbers) {
    return numbers.some((number) => this.touches(number));
  }
  // Whether all of a code is in it.
  covers(number) {
    for (const it of upwards(number)) if (this.own.has(it)) return true;
    return false;
  }
}

const locationsAll = data.codes.flatMap((code, number) => (code.type === "location" ? [number] : []));
const rangeCodes = data.ranges.map((range) => new Codes(range.codes));
const sets = data.sets.map((set) => ({
  ...set,
  range: { location: data.ranges[set.location], flavor: data.ranges[set.flavor] },
  places: rangeCodes[set.location],
  hardware: rangeCodes[set.flavor],
}));

// Where exactly a set is; worked out when it is asked for.
function placements(set) {
  if (!data.fleet) return null;
  set.known ??= locationsAll.flatMap((location) => {
    if (!set.places.covers(location)) return [];
    const offers = data.codes[location].offers ?? everyFlavor;
    const flavors = offers.filter((flavor) => set.hardware.covers(flavor));
    return flavors.length ? [{ location, flavors }] : [];
  });
  return set.known;
}

// What the value of a filter stands for; null where it is empty.
function option(value) {
  if (value === "") return null;
  const group = groupsByName.get(value);
  if (group) return group.codes;
  const number = codeNumbers.get(value);
  return number === undefined ? [] : [number];
}

// What says of a set whether it is in a place and on a flavor: with a fleet, in one placement.
function fitting(place, flavor) {
  const isInBoth = (set) => (!place || set.places.touchesAny(place)) && (!flavor || set.hardware.touchesAny(flavor));
  if (!place || !flavor || !data.fleet) return isInBoth;
  const [within, of] = [new Codes(place), new Codes(flavor)];
  const possible = locationsAll.filter((it) => within.covers(it)).map((location) => {
    const offers = data.codes[location].offers ?? everyFlavor;
    return { location, flavors: offers.filter((it) => of.covers(it)) };
  });
  const isAt = (set, it) => set.places.covers(it.location) && it.flavors.some((flavor) => set.hardware.covers(flavor));
  return (set) => possible.some((it) => isAt(set, it));
}

function environmentsUpwards(number) {
  const all = [];
  for (let it = number; it !== null && it !== undefined; it = data.environments[it].parent) all.push(it);
  return all;
}

const countriesOf = new Map();
const countryNumbers = data.codes.flatMap((code, number) => (code.type === "country" ? [number] : []));
// The countries that a set is in, wholly or in part.
function countries(number) {
  let found = countriesOf.get(number);
  if (!found) {
    const set = sets[number];
    found = set.status === "placed" ? countryNumbers.filter((it) => set.places.touches(it)) : [];
    countriesOf.set(number, found);
  }
  return found;
}

// What the data say once for all workloads is put together: a point and a workload know what they are of.
const points = data.points.map((point) => {
  const [own, above] = point.spots.map((number) => data.spots[number]);
  return { ...point, kind: own.kind, policies: own.policies, environment: above?.environment ?? null };
});
const workloads = data.workloads.map((it, number) => {
  const point = points[it.point];
  const environment = point.environment === null ? null : data.environments[point.environment];
  const [own, name] = [`${point.kind}/${it.written}`, it.name ?? it.written];
  const [file, line, column] = it.place;
  const made = {
    ...it,
    own,
    name,
    kind: point.kind,
    environment: environment && environment.name,
    identity: environment ? `${own}@${environment.written}` : own,
    place: { path: data.files[file], line, column },
  };
  const text = `${point.kind}/${name}${environment ? `@${environment.name}` : ""}`.toLowerCase();
  return { number, it: made, point, set: sets[point.set], text };
});
const byIdentity = new Map(workloads.map((it) => [it.it.identity, it]));

// Which workloads the filters leave.
function choose({ search, environment, kind, place, flavor }) {
  const text = search.toLowerCase();
  const [places, flavors] = [option(place), option(flavor)];
  const within = data.environments.findIndex((it) => it.name === environment);
  const fittingPoints = points.map(
    (point) =>
      (kind === "" || point.kind === kind) &&
      (environment === "" || environmentsUpwards(point.environment).includes(within)),
  );
  const fits = fitting(places, flavors);
  const known = sets.map(() => (places || flavors ? null : true));
  const isFitting = (number) => (known[number] ??= fits(sets[number]));
  return workloads.filter(
    (it) =>
      fittingPoints[it.it.point] &&
      (text === "" || it.text.includes(text) || it.it.identity.toLowerCase().includes(text)) &&
      isFitting(it.point.set),
  );
}
