// Writes world.bpol and other-names.tsv in src/reference/data. From the top of the repository (Node
// 18 or newer):
//
//     npm install --no-save --prefix target/cldr cldr-core@45.0.0 cldr-localenames-modern@45.0.0
//     node tools/world-table/generate.mjs target/cldr/node_modules
//
// Sources: the Unicode CLDR (Unicode License v3), from which come the countries and their codes,
// their regions as UN M49 groups them, and their English names; and the lists below, by hand:
// the continents, the flavors, and the other names that people write.
//
// The same packages give the same bytes. Whatever does not add up ends the run before it writes.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const DATA = new URL("../../src/reference/data/", import.meta.url);

const PACKAGES = { "cldr-core": "45.0.0", "cldr-localenames-modern": "45.0.0" };

// ISO 3166-1 has 249 entries. Kosovo is not one of them, but clouds and their users write `xk`.
const ISO_COUNTRIES = 249;
const KOSOVO = "XK";

// UN M49 has one region for both Americas (019); the continents of the language are two.
const CONTINENTS = [
  { code: "af", name: "Africa", regions: ["002"] },
  { code: "an", name: "Antarctica", regions: [] },
  { code: "as", name: "Asia", regions: ["142"] },
  { code: "eu", name: "Europe", regions: ["150"] },
  { code: "na", name: "North America", regions: ["021", "013", "029"] },
  { code: "oc", name: "Oceania", regions: ["009"] },
  { code: "sa", name: "South America", regions: ["005"] },
];

// UN M49 has Antarctica in no region (CLDR: in Outlying Oceania), and the islands near it in South
// America (BV, GS), Oceania (HM) and Africa (TF). Here they are one continent.
const ANTARCTIC = ["AQ", "BV", "GS", "HM", "TF"];

// The names that the official table has, which world.bpol must repeat.
const OFFICIAL_NAMES = { FR: "France", US: "United States" };

const CPUS = [
  { code: "x86", name: "x86", alias: "CPU x86" },
  { code: "arm64", name: "Arm64" },
];

const GPUS = [
  { code: "t4", name: "NVIDIA T4" },
  { code: "l4", name: "NVIDIA L4" },
  { code: "l40s", name: "NVIDIA L40S" },
  { code: "a10", name: "NVIDIA A10" },
  { code: "a10g", name: "NVIDIA A10G" },
  { code: "v100", name: "NVIDIA V100" },
  { code: "a100", name: "NVIDIA A100 40 GB" },
  { code: "a100-80gb", name: "NVIDIA A100 80 GB" },
  { code: "h100", name: "NVIDIA H100" },
  { code: "h200", name: "NVIDIA H200" },
  { code: "b200", name: "NVIDIA B200" },
  { code: "rtx4090", name: "NVIDIA GeForce RTX 4090" },
  { code: "rtx5090", name: "NVIDIA GeForce RTX 5090" },
  { code: "rtx6000-ada", name: "NVIDIA RTX 6000 Ada Generation" },
  { code: "mi300x", name: "AMD Instinct MI300X" },
  { code: "tpu-v4", name: "Google TPU v4" },
  { code: "tpu-v5e", name: "Google TPU v5e" },
  { code: "tpu-v5p", name: "Google TPU v5p" },
  { code: "tpu-v6e", name: "Google TPU v6e" },
  { code: "inferentia2", name: "AWS Inferentia2" },
  { code: "trainium1", name: "AWS Trainium1" },
  { code: "trainium2", name: "AWS Trainium2" },
];

// What people write for a code, beside what CLDR gives: lower case, `-` between words. A name that
// may mean several codes has no place here: `congo`, `korea`, `virgin-islands`, `emea`, `apac`,
// `tpu`, `rtx6000`, `european-union` (which is not the continent). Nor has what is something else:
// `t4g` is no T4, `a6000` no RTX 6000 Ada, `gb200` no B200, `inferentia` no Inferentia2, and
// `i386` no x86 as the platform has it, which is the 64-bit one.
const OTHER_NAMES = {
  continent: {
    an: "antarctic",
    eu: "europa",
    na: "n-america northamerica",
    oc: "australia-and-oceania",
    sa: "s-america southamerica",
  },
  country: {
    ae: "emirates u.a.e. uae",
    at: "oesterreich osterreich",
    ax: "aland",
    be: "belgie belgien belgique",
    bn: "brunei-darussalam",
    bq: "bonaire",
    br: "brasil",
    bs: "the-bahamas",
    cc: "cocos-islands keeling-islands",
    cd: "congo-dr democratic-republic-of-congo "
      + "democratic-republic-of-the-congo dr-congo drc zaire",
    cg: "republic-of-congo republic-of-the-congo",
    ch: "schweiz suisse svizzera swiss",
    ci: "cote-d-ivoire",
    cn: "mainland-china peoples-republic-of-china prc",
    de: "deutschland federal-republic-of-germany",
    dk: "danmark",
    es: "espana",
    fi: "suomi",
    fk: "falklands malvinas",
    fm: "federated-states-of-micronesia",
    fo: "faeroe-islands faroes",
    gb: "britain england great-britain northern-ireland scotland u.k. "
      + "united-kingdom-of-great-britain-and-northern-ireland wales",
    gm: "the-gambia",
    gr: "el hellas",
    gs: "south-georgia south-georgia-and-the-south-sandwich-islands",
    hk: "hongkong",
    hm: "heard-island-and-mcdonald-islands",
    hr: "hrvatska",
    hu: "magyarorszag",
    ie: "eire republic-of-ireland",
    in: "bharat",
    io: "biot",
    ir: "islamic-republic-of-iran persia",
    it: "italia",
    jp: "nihon nippon",
    kg: "kyrgyz-republic",
    kn: "saint-kitts st-kitts",
    kp: "democratic-peoples-republic-of-korea dprk north-korea",
    kr: "republic-of-korea rok south-korea",
    la: "lao-pdr lao-peoples-democratic-republic",
    lk: "ceylon",
    md: "republic-of-moldova",
    mk: "fyrom macedonia republic-of-north-macedonia",
    mm: "burma",
    mo: "macau",
    nl: "holland nederland the-netherlands",
    no: "norge",
    nz: "aotearoa",
    ph: "the-philippines",
    pl: "polska",
    pn: "pitcairn",
    ps: "state-of-palestine",
    ru: "russian-federation",
    sa: "kingdom-of-saudi-arabia ksa saudi",
    se: "sverige",
    sh: "saint-helena-ascension-and-tristan-da-cunha",
    sj: "spitsbergen svalbard",
    st: "sao-tome",
    sy: "syrian-arab-republic",
    tc: "turks-and-caicos",
    tf: "french-southern-and-antarctic-lands",
    th: "siam",
    tt: "trinidad",
    tw: "chinese-taipei republic-of-china",
    tz: "united-republic-of-tanzania",
    um: "united-states-minor-outlying-islands",
    us: "america the-united-states the-united-states-of-america u.s. u.s.a. "
      + "united-states-of-america",
    va: "holy-see vatican",
    vc: "saint-vincent-and-the-grenadines st-vincent st-vincent-and-the-grenadines",
    vg: "bvi",
    vi: "usvi",
    vn: "viet-nam",
    xk: "kosova xkx",
    za: "republic-of-south-africa rsa",
    zw: "rhodesia",
  },
  cpu: {
    arm64: "aarch64 altra ampere-altra apple-silicon arm arm-64 arm-v8 arm64-v8a arm64v8 armv8 "
      + "armv8-a armv8a armv9 aws-graviton axion azure-cobalt google-axion graviton graviton2 "
      + "graviton3 graviton4 neoverse nvidia-grace",
    x86: "amd amd-epyc amd64 epyc intel intel-64 intel-xeon intel64 x64 x86-64 x86-64-v2 x86-64-v3 "
      + "x86-64-v4 xeon",
  },
  gpu: {
    t4: "nvidia-t4 nvidia-tesla-t4 t4-16gb tesla-t4",
    l4: "l4-24gb nvidia-l4 nvidia-l4-24gb",
    l40s: "l40s-48gb nvidia-l40s nvidia-l40s-48gb",
    a10: "a10-24gb nvidia-a10 nvidia-a10-24gb",
    a10g: "a10g-24gb nvidia-a10g nvidia-a10g-24gb",
    v100: "nvidia-tesla-v100 nvidia-v100 tesla-v100 tesla-v100-pcie-16gb tesla-v100-pcie-32gb "
      + "tesla-v100-sxm2-16gb tesla-v100-sxm2-32gb tesla-v100-sxm3-32gb v100-16gb v100-32gb "
      + "v100-sxm2",
    a100: "a100-40 a100-40g a100-40gb a100-pcie-40gb a100-sxm4-40gb nvidia-a100 "
      + "nvidia-a100-40gb nvidia-a100-pcie-40gb nvidia-a100-sxm4-40gb nvidia-tesla-a100 tesla-a100",
    "a100-80gb": "a100-80 a100-80g a100-80gb-pcie a100-pcie-80gb a100-sxm4-80gb nvidia-a100-80gb "
      + "nvidia-a100-80gb-pcie nvidia-a100-sxm4-80gb",
    h100: "h100-80 h100-80g h100-80gb h100-mega h100-mega-80gb h100-pcie h100-sxm h100-sxm5 "
      + "nvidia-h100 nvidia-h100-80gb nvidia-h100-80gb-hbm3 nvidia-h100-mega-80gb nvidia-h100-pcie",
    h200: "h200-141gb h200-sxm nvidia-h200 nvidia-h200-141gb",
    b200: "b200-sxm nvidia-b200",
    rtx4090: "4090 geforce-4090 geforce-rtx-4090 nvidia-4090 nvidia-rtx-4090 nvidia-rtx4090 "
      + "rtx-4090",
    rtx5090: "5090 geforce-5090 geforce-rtx-5090 nvidia-5090 nvidia-rtx-5090 nvidia-rtx5090 "
      + "rtx-5090",
    "rtx6000-ada": "6000-ada ada-6000 nvidia-rtx-6000-ada nvidia-rtx6000-ada rtx-6000-ada "
      + "rtx-6000-ada-generation rtx-6000ada rtx6000-ada-generation rtx6000ada",
    mi300x: "amd-mi300x instinct-mi300x mi-300x mi300",
    "tpu-v4": "google-tpu-v4 tpu-v4-podslice tpu4 tpuv4",
    "tpu-v5e": "google-tpu-v5e tpu-v5-lite tpu-v5-lite-device tpu-v5-lite-podslice tpu-v5lite "
      + "tpu-v5litepod tpu5e tpuv5e v5e v5litepod",
    "tpu-v5p": "google-tpu-v5p tpu-v5p-slice tpu5p tpuv5p v5p",
    "tpu-v6e": "google-tpu-v6e google-trillium tpu-trillium tpu-v6 tpu-v6e-device tpu-v6e-slice "
      + "tpu6e tpuv6 tpuv6e trillium v6e",
    inferentia2: "aws-inferentia-2 aws-inferentia2 inf2 inferentia-2 inferentia-v2",
    trainium1: "aws-trainium aws-trainium1 trainium trainium-1 trainium-v1 trn1",
    trainium2: "aws-trainium-2 aws-trainium2 trainium-2 trainium-v2 trn2",
  },
};

main();

function main() {
  const modules = process.argv[2];
  if (!modules) {
    fail("tell me where the data is: node generate.mjs PATH_TO_node_modules");
  }
  const cldr = readCldr(modules);
  const countries = listCountries(cldr);
  const files = {
    "world.bpol": worldTable(countries),
    "other-names.tsv": otherNamesTable(collectOtherNames(countries)),
  };
  for (const [name, text] of Object.entries(files)) {
    checkText(name, text);
  }
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(new URL(name, DATA), text);
  }
}

// --- Reading CLDR ---

function readCldr(modules) {
  const read = (...path) => JSON.parse(readFileSync(join(modules, ...path), "utf8"));
  for (const [name, version] of Object.entries(PACKAGES)) {
    const found = read(name, "package.json").version;
    if (found !== version) {
      fail(`${name} is ${found}, not ${version}`);
    }
  }
  const supplemental = (name) =>
    read("cldr-core", "supplemental", `${name}.json`).supplemental[name];
  const english = read("cldr-localenames-modern", "main", "en", "territories.json");
  return {
    containment: supplemental("territoryContainment"),
    mappings: supplemental("codeMappings"),
    names: english.main.en.localeDisplayNames.territories,
  };
}

// Every country, in code order: `{ code, name, continent, alpha3, variants }`.
function listCountries(cldr) {
  const isKnown = (code) => code === KOSOVO || isIso(cldr.mappings[code]);
  const codes = territoriesIn("001", cldr.containment).filter(isKnown).sort();
  const iso = codes.filter((code) => code !== KOSOVO);
  if (iso.length !== ISO_COUNTRIES || codes.length !== ISO_COUNTRIES + 1) {
    fail(`${iso.length} ISO countries and ${codes.length} in all, not ${ISO_COUNTRIES} and Kosovo`);
  }
  const continents = continentOfEach(cldr.containment);
  return codes.map((code) => ({
    code: code.toLowerCase(),
    name: OFFICIAL_NAMES[code] ?? cldr.names[code] ?? fail(`${code} has no English name`),
    continent: continents.get(code) ?? fail(`${code} is in no continent`),
    alpha3: cldr.mappings[code]._alpha3 ?? fail(`${code} has no alpha-3 code`),
    variants: nameVariants(code, cldr.names),
  }));
}

// CLDR has codes of its own (Ascension, Ceuta, …) and reserved ones (`XK`, `EU`); only those that
// the UN gave a number, below the 900 of private use, are in ISO 3166-1. The deprecated ones have
// a number as well, but lie in no region.
function isIso(mapping) {
  return mapping?._numeric !== undefined && Number(mapping._numeric) < 900;
}

// The territories of a region, of those in it, and so on.
function territoriesIn(region, containment) {
  const parts = containment[region]?._contains;
  return parts ? parts.flatMap((part) => territoriesIn(part, containment)) : [region];
}

function continentOfEach(containment) {
  const continents = new Map(ANTARCTIC.map((code) => [code, "an"]));
  for (const { code: continent, regions } of CONTINENTS) {
    for (const code of regions.flatMap((region) => territoriesIn(region, containment))) {
      if (ANTARCTIC.includes(code)) {
        continue;
      }
      if (continents.has(code)) {
        fail(`${code} is in two continents`);
      }
      continents.set(code, continent);
    }
  }
  return continents;
}

// CLDR's other English names of a country: `CZ-alt-variant` is "Czech Republic".
function nameVariants(code, names) {
  const keys = Object.keys(names).filter((key) => key.startsWith(`${code}-alt-`));
  return keys.map((key) => names[key]);
}

// --- world.bpol ---

function worldTable(countries) {
  const versions = Object.entries(PACKAGES).map(([name, version]) => `${name} ${version}`);
  const sections = [
    `# The reference table \`world\`: the official table, every country, and flavors in common use.
#
# Generated by generate.mjs, which says how; do not edit by hand. Countries, regions and names are
# from the Unicode CLDR (npm ${versions.join(", ")}; Unicode License v3).
# The flavors are listed in the script.`,
    `# Continents. The grouping is geographic (UN M49), not political: Russia is in eu, Cyprus and
# Turkey are in as. \`eu\` is the continent and not the European Union: the United Kingdom and
# Switzerland are in it, Cyprus and French Guiana are not. Central America and the Caribbean are
# in na. Antarctica and the islands around it are in an: aq, bv, gs, hm, tf.`,
    aligned(CONTINENTS.map(({ code, name }) => ["continent", code, quoted(name)])),
    "# Countries: ISO 3166-1 alpha-2, and xk (Kosovo).",
    aligned(countries.map(countryColumns)),
    "# CPU architectures.",
    aligned(CPUS.map((cpu) => flavorColumns("cpu", cpu))),
    "# GPUs and other accelerators.",
    aligned(GPUS.map((gpu) => flavorColumns("gpu", gpu))),
  ];
  // Without the empty lines, a section's comment would be its first statement's documentation.
  return `${sections.join("\n\n")}\n`;
}

function countryColumns({ code, name, continent }) {
  return ["country", code, quoted(name), `in ${continent}`];
}

function flavorColumns(keyword, { code, name, alias }) {
  const columns = [keyword, code, quoted(name)];
  return alias ? [...columns, `< alias [${quoted(alias)}] >`] : columns;
}

// A string of the language, where `"` and `\` are all that is escaped.
function quoted(text) {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

// Lines whose columns stand below each other, as `bpol fmt` writes them.
function aligned(rows) {
  const widths = [];
  for (const row of rows) {
    row.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, [...cell].length)));
  }
  const pad = (cell, index) => cell + " ".repeat(widths[index] - [...cell].length);
  return rows.map((row) => row.map(pad).join(" ").trimEnd()).join("\n");
}

// --- other-names.tsv ---

// Maps `kind`, then other name, to code. Kinds are kept apart: `arm` is Armenia's alpha-3 code
// and a CPU.
function collectOtherNames(countries) {
  const names = new Map(Object.keys(OTHER_NAMES).map((kind) => [kind, new Map()]));
  const codes = codesByKind(countries);
  const add = (kind, code, name) => {
    if (!codes[kind].own.has(code)) {
      fail(`${kind}/${code} is no code`);
    }
    if (codes[kind].taken.has(name)) {
      fail(`${kind}/${code} cannot be called ${name}: that is a code`);
    }
    if (!/^[a-z0-9][a-z0-9.-]*$/.test(name)) {
      fail(`${name} is not as names are looked up`);
    }
    const earlier = names.get(kind).get(name);
    if (earlier !== undefined) {
      fail(`${name} is listed for ${kind}/${earlier} and for ${kind}/${code}`);
    }
    names.get(kind).set(name, code);
  };
  for (const country of countries) {
    namesFromCldr(country).forEach((name) => add("country", country.code, name));
  }
  for (const [kind, byCode] of Object.entries(OTHER_NAMES)) {
    for (const [code, list] of Object.entries(byCode)) {
      list.split(" ").forEach((name) => add(kind, code, name));
    }
  }
  return names;
}

// The codes of each kind, and those that share its namespace: cpu and gpu have one.
function codesByKind(countries) {
  const set = (...lists) => new Set(lists.flat().map(({ code }) => code));
  return {
    continent: { own: set(CONTINENTS), taken: set(CONTINENTS) },
    country: { own: set(countries), taken: set(countries) },
    cpu: { own: set(CPUS), taken: set(CPUS, GPUS) },
    gpu: { own: set(GPUS), taken: set(CPUS, GPUS) },
  };
}

// The alpha-3 code, CLDR's variants, and what the names are on a plain keyboard. The program
// looks at the table's labels too, so the name itself is left out, and so is the code (`US`).
function namesFromCldr({ code, name, alpha3, variants }) {
  const names = new Set([alpha3.toLowerCase(), ...[name, ...variants].flatMap(plainSpellings)]);
  names.delete(code);
  names.delete(name.toLowerCase().replaceAll(" ", "-"));
  return names;
}

// `São Tomé & Príncipe` is `sao-tome-and-principe`; `St. Lucia` is `st-lucia` and `saint-lucia`.
function plainSpellings(name) {
  const plain = name
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replaceAll("&", "and")
    .replace(/[.’'()]/g, "")
    .replace(/[ -]+/g, "-");
  return plain.startsWith("st-") ? [plain, plain.replace("st-", "saint-")] : [plain];
}

function otherNamesTable(names) {
  const rows = [...names].flatMap(([kind, codes]) =>
    [...codes].map(([name, code]) => `${name}\t${kind}/${code}`));
  // All ASCII, so that the default order is that of the bytes.
  rows.sort();
  const comment = "# Generated by generate.mjs; do not edit by hand. Other name, tab, kind/code.";
  return `${[comment, ...rows].join("\n")}\n`;
}

// --- Checks ---

// Lines are short, and nothing in them is invisible: no control, format or odd space character.
function checkText(file, text) {
  for (const line of text.split("\n")) {
    if ([...line].length > 100) {
      fail(`${file}: longer than 100 columns: ${line}`);
    }
    if (/[^\P{C}\t]|[^\P{Z} ]/u.test(line) || line !== line.normalize("NFC")) {
      fail(`${file}: a character that cannot be seen: ${JSON.stringify(line)}`);
    }
  }
}

function fail(reason) {
  console.error(`generate.mjs: ${reason}`);
  process.exit(1);
}
