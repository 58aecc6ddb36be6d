// Writes world.bpol and other-names.tsv in src/reference/data, and cldr-eu.txt in tests/it/data.
// From the top of the repository (Node 18 or newer):
//
//     npm install --no-save --prefix target/cldr cldr-core@45.0.0 cldr-localenames-modern@45.0.0
//     node tools/world-table/generate.mjs target/cldr/node_modules
//     cargo run --quiet -- fmt src/reference/data/world.bpol
//
// Sources: the Unicode CLDR (Unicode License v3), from which come the countries and their codes,
// their regions as UN M49 groups them, their English names, and the members of the European Union;
// and the lists below, by hand: the continents, the flavors, the other groups, and the other names
// that people write.
//
// The same packages give the same bytes. Whatever does not add up ends the run before it writes.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const DATA = new URL("../../src/reference/data/", import.meta.url);
const TEST_DATA = new URL("../../tests/it/data/", import.meta.url);

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

// Aliases are spellings that stand on real nodes and in real catalogues, by where they stand:
//
// - `gfd`: `nvidia.com/gpu.product`, which GPU feature discovery makes of the name that the driver
//   reports. Drivers before 470 report no `NVIDIA` before it, so some cards have two spellings.
//   What stands for a part of a card (`…-MIG-1g.5gb`, `…-SHARED`, vGPU types) is none of them.
// - `gke`: `cloud.google.com/gke-accelerator` and `cloud.google.com/gke-tpu-accelerator`.
// - `karpenter`: `karpenter.k8s.aws/instance-gpu-name` and `…/instance-accelerator-name`: the
//   name that EC2 has for the card, in lower case. Where that is the code itself, it is left out.
// - `skypilot`: the names of SkyPilot's catalogue (skypilot 0.14.1, and its public catalogue v7).
// - `dstack`: those of gpuhunt 0.1.34, the catalogue of dstack, for cards that the others lack.
// - `amd`: `amd.com/gpu.product-name`, as AMD's node labeller writes it.
//
// A card is a product with one size of memory: `memory`, GB a card, is what the name stands for.
// Form (SXM, PCIe, NVL) and edition make no other card unless the memory is another one. So an
// alias must not stand for two sizes of memory, and none here does where it comes from:
//
// - V100: 16 and 32 GB. `v100` is the one with 16: that is what `V100` is for SkyPilot, which has
//   `V100-32GB` beside it, and `nvidia-tesla-v100` for Google, which has no other. `V100-32GB` and
//   `Tesla-V100-SXM2-32GB` are no alias of any code.
// - A100: 40 and 80 GB. `A100` of SkyPilot and `nvidia-tesla-a100` of Google are the one with 40
//   (both have a name of its own for the other one). gpuhunt says `A100` to both.
// - P100: 16 and 12 GB; GH200: 96 and 144 GB (the 480 in its label is the memory of its CPU). The
//   codes are the first ones, the labels of the others (`Tesla-P100-PCIE-12GB`,
//   `NVIDIA-GH200-144G-HBM3e`) no alias.
// - Karpenter writes `a100` and `v100` for both sizes (p4d and p4de, p3 and p3dn), SkyPilot `H100`
//   for Azure's NC H100 v5, which has the NVL with 94 GB, and older Karpenters `inferentia`
//   for every chip of AWS. The codes are as they are; whoever selects nodes by these
//   labels must look at the instance type or the memory as well.
// - `H100-NVLINK` of SkyPilot is 80 GB and too near to the NVL; `AMD_Instinct_MI250X_MI250` is
//   what drivers report for two cards. They are no alias. `T4g` is no T4, `A10G` no A10.
//
// The memory was compared with gpuhunt 0.1.34, which has no B300 and GB300 with 288 GB but with 270
// (what a program can use), an MI325X with 288 (AMD: 256), a B200 with 180 and a GB200 with 186.
const CPUS = [
  { code: "x86", name: "x86", aliases: ["CPU x86", "amd64", "x86_64"] },
  { code: "arm64", name: "Arm64", aliases: ["aarch64"] },
];

const GPUS = [
  {
    code: "k80", name: "NVIDIA K80", memory: 12,
    gfd: "Tesla-K80", gke: "nvidia-tesla-k80", skypilot: "K80",
  },
  { code: "m60", name: "NVIDIA M60", memory: 8, gfd: "Tesla-M60", skypilot: "M60" },
  {
    code: "p4", name: "NVIDIA P4", memory: 8,
    gfd: "Tesla-P4", gke: "nvidia-tesla-p4", skypilot: "P4",
  },
  { code: "p40", name: "NVIDIA P40", memory: 24, gfd: "Tesla-P40", skypilot: "P40" },
  {
    code: "p100", name: "NVIDIA P100 16 GB", memory: 16,
    gfd: "Tesla-P100-PCIE-16GB Tesla-P100-SXM2-16GB", gke: "nvidia-tesla-p100", skypilot: "P100",
  },
  {
    code: "v100", name: "NVIDIA V100 16 GB", memory: 16,
    gfd: "Tesla-V100-PCIE-16GB Tesla-V100-SXM2-16GB", gke: "nvidia-tesla-v100", skypilot: "V100",
  },
  {
    code: "t4", name: "NVIDIA T4", memory: 16,
    gfd: "Tesla-T4", gke: "nvidia-tesla-t4", skypilot: "T4",
  },
  { code: "t4g", name: "NVIDIA T4G", memory: 16, gfd: "NVIDIA-T4G", skypilot: "T4g" },
  { code: "a2", name: "NVIDIA A2", memory: 16, gfd: "NVIDIA-A2" },
  { code: "a10", name: "NVIDIA A10", memory: 24, gfd: "NVIDIA-A10", skypilot: "A10" },
  { code: "a10g", name: "NVIDIA A10G", memory: 24, gfd: "NVIDIA-A10G", skypilot: "A10G" },
  { code: "a16", name: "NVIDIA A16", memory: 16, gfd: "NVIDIA-A16", skypilot: "A16" },
  { code: "a30", name: "NVIDIA A30", memory: 24, gfd: "NVIDIA-A30", skypilot: "A30" },
  { code: "a40", name: "NVIDIA A40", memory: 48, gfd: "NVIDIA-A40", skypilot: "A40" },
  {
    code: "a100", name: "NVIDIA A100 40 GB", memory: 40,
    gfd: "NVIDIA-A100-SXM4-40GB NVIDIA-A100-PCIE-40GB A100-SXM4-40GB A100-PCIE-40GB",
    gke: "nvidia-tesla-a100", skypilot: "A100",
  },
  {
    code: "a100-80gb", name: "NVIDIA A100 80 GB", memory: 80,
    gfd: "NVIDIA-A100-SXM4-80GB NVIDIA-A100-80GB-PCIe A100-SXM4-80GB",
    gke: "nvidia-a100-80gb", skypilot: "A100-80GB A100-80GB-SXM",
  },
  {
    code: "l4", name: "NVIDIA L4", memory: 24,
    gfd: "NVIDIA-L4", gke: "nvidia-l4", skypilot: "L4",
  },
  { code: "l40", name: "NVIDIA L40", memory: 48, gfd: "NVIDIA-L40", skypilot: "L40" },
  { code: "l40s", name: "NVIDIA L40S", memory: 48, gfd: "NVIDIA-L40S", skypilot: "L40S" },
  {
    code: "h100", name: "NVIDIA H100 80 GB", memory: 80,
    gfd: "NVIDIA-H100-80GB-HBM3 NVIDIA-H100-PCIe", gke: "nvidia-h100-80gb nvidia-h100-mega-80gb",
    skypilot: "H100 H100-80GB H100-MEGA H100-SXM",
  },
  {
    code: "h100-nvl", name: "NVIDIA H100 NVL 94 GB", memory: 94,
    gfd: "NVIDIA-H100-NVL", skypilot: "H100-NVL",
  },
  {
    code: "h200", name: "NVIDIA H200", memory: 141,
    gfd: "NVIDIA-H200 NVIDIA-H200-NVL", gke: "nvidia-h200-141gb", skypilot: "H200 H200-SXM",
  },
  {
    code: "gh200", name: "NVIDIA GH200 96 GB", memory: 96,
    gfd: "NVIDIA-GH200-480GB", skypilot: "GH200",
  },
  {
    code: "b200", name: "NVIDIA B200", memory: 180,
    gfd: "NVIDIA-B200", gke: "nvidia-b200", skypilot: "B200",
  },
  {
    code: "b300", name: "NVIDIA B300", memory: 288,
    gfd: "NVIDIA-B300-SXM6-AC NVIDIA-B300-SXM6-PC", skypilot: "B300",
  },
  {
    code: "gb200", name: "NVIDIA GB200", memory: 186,
    gfd: "NVIDIA-GB200", gke: "nvidia-gb200", skypilot: "GB200",
  },
  {
    code: "gb300", name: "NVIDIA GB300", memory: 288,
    gfd: "NVIDIA-GB300", gke: "nvidia-gb300", skypilot: "GB300",
  },
  {
    code: "rtx3090", name: "NVIDIA GeForce RTX 3090", memory: 24,
    gfd: "NVIDIA-GeForce-RTX-3090 GeForce-RTX-3090", skypilot: "RTX3090",
  },
  {
    code: "rtx4090", name: "NVIDIA GeForce RTX 4090", memory: 24,
    gfd: "NVIDIA-GeForce-RTX-4090", skypilot: "RTX4090",
  },
  {
    code: "rtx5090", name: "NVIDIA GeForce RTX 5090", memory: 32,
    gfd: "NVIDIA-GeForce-RTX-5090", skypilot: "RTX5090",
  },
  {
    code: "rtx-a4000", name: "NVIDIA RTX A4000", memory: 16,
    gfd: "NVIDIA-RTX-A4000", skypilot: "RTXA4000 A4000",
  },
  {
    code: "rtx-a5000", name: "NVIDIA RTX A5000", memory: 24,
    gfd: "NVIDIA-RTX-A5000", skypilot: "RTXA5000 A5000",
  },
  {
    code: "rtx-a6000", name: "NVIDIA RTX A6000", memory: 48,
    gfd: "NVIDIA-RTX-A6000", skypilot: "RTXA6000 A6000",
  },
  {
    code: "rtx6000-ada", name: "NVIDIA RTX 6000 Ada Generation", memory: 48,
    gfd: "NVIDIA-RTX-6000-Ada-Generation", skypilot: "RTX6000-Ada",
  },
  {
    code: "rtx-pro-6000", name: "NVIDIA RTX PRO 6000 Blackwell", memory: 96,
    gfd: "NVIDIA-RTX-PRO-6000-Blackwell-Server-Edition "
      + "NVIDIA-RTX-PRO-6000-Blackwell-Workstation-Edition "
      + "NVIDIA-RTX-PRO-6000-Blackwell-Max-Q-Workstation-Edition",
    gke: "nvidia-rtx-pro-6000", karpenter: "rtx-pro-server-6000", skypilot: "RTXPRO6000",
  },
  { code: "mi210", name: "AMD Instinct MI210", memory: 64, dstack: "MI210" },
  { code: "mi250x", name: "AMD Instinct MI250X", memory: 128, dstack: "MI250X" },
  {
    code: "mi300x", name: "AMD Instinct MI300X", memory: 192,
    amd: "AMD_Instinct_MI300X_OAM", skypilot: "MI300X",
  },
  { code: "mi325x", name: "AMD Instinct MI325X", memory: 256, dstack: "MI325X" },
  { code: "mi355x", name: "AMD Instinct MI355X", memory: 288, dstack: "MI355X" },
  { code: "gaudi2", name: "Intel Gaudi 2", memory: 96, dstack: "Gaudi2" },
  { code: "gaudi3", name: "Intel Gaudi 3", memory: 128, dstack: "Gaudi3" },
  { code: "tpu-v2", name: "Google TPU v2", memory: 16 },
  { code: "tpu-v3", name: "Google TPU v3", memory: 32, gke: "tpu-v3-device tpu-v3-slice" },
  { code: "tpu-v4", name: "Google TPU v4", memory: 32, gke: "tpu-v4-podslice" },
  {
    code: "tpu-v5e", name: "Google TPU v5e", memory: 16,
    gke: "tpu-v5-lite-device tpu-v5-lite-podslice", skypilot: "tpu-v5litepod",
  },
  { code: "tpu-v5p", name: "Google TPU v5p", memory: 95, gke: "tpu-v5p-slice" },
  { code: "tpu-v6e", name: "Google TPU v6e", memory: 32, gke: "tpu-v6e-slice" },
  { code: "tpu-v7", name: "Google TPU v7", memory: 192, gke: "tpu7x" },
  {
    code: "inferentia1", name: "AWS Inferentia", memory: 8,
    karpenter: "inferentia", skypilot: "Inferentia",
  },
  { code: "inferentia2", name: "AWS Inferentia2", memory: 32, skypilot: "Inferentia2" },
  {
    code: "trainium1", name: "AWS Trainium", memory: 32,
    karpenter: "trainium", skypilot: "Trainium",
  },
  { code: "trainium2", name: "AWS Trainium2", memory: 96, skypilot: "Trainium2" },
  { code: "trainium3", name: "AWS Trainium3", memory: 144 },
];

// The order in which a card's aliases are written.
const ALIAS_SOURCES = ["gfd", "amd", "gke", "karpenter", "skypilot", "dstack"];

// The member states of the European Union, to be compared with CLDR, and where CLDR is known to
// differ: codes that it has and the Union has not, and the reverse. Version 45 does not differ.
const EU = "at be bg cy cz de dk ee es fi fr gr hr hu ie it lt lu lv mt nl pl pt ro se si sk";
const CLDR_HAS_NOT = "";
const CLDR_HAS_TOO = "";

// When the sources below were read, or, where it says so, when the list was written down.
const READ = "2026-11-28";

// The groups. `about` says what a group is, and what it is not; `source` where its members are
// from. A change of membership is a new name, never a change of an old one.
const GROUPS = [
  {
    name: "eu27",
    label: "European Union (27 members)",
    rules: [["country", EU]],
    about: "The member states of the European Union, which is not the continent: gb, ch and no are "
      + "not in it, cy is. Not in it are the parts of member states that have a code of their own "
      + "(ax, and those of eu-outermost6, which belong to the Union).",
    source: `Unicode CLDR 45, territory containment of EU, read ${READ}, and equal to the 27 `
      + "members since the United Kingdom left on 2020-01-31",
  },
  {
    name: "eu-outermost6",
    label: "Outermost regions of the European Union (6 with a code)",
    rules: [["country", "gf gp mf mq re yt"]],
    about: "The outermost regions of the Union that have a country code of their own, all of them "
      + "French. The other three, the Azores, Madeira and the Canary Islands, have none and lie in "
      + "pt and es. Not in it are the overseas countries and territories (bl, gl, nc, pf, …), "
      + "which are associated with the Union and no part of it.",
    source: "Article 349 of the Treaty on the Functioning of the European Union; written down "
      + READ,
  },
  {
    name: "efta4",
    label: "European Free Trade Association (4 members)",
    rules: [["country", "ch is li no"]],
    about: "The members of the European Free Trade Association. Not all are in the European "
      + "Economic Area: ch is not.",
    source: `the EFTA Convention, four members since 1995; written down ${READ}`,
  },
  {
    name: "eea30",
    label: "European Economic Area (30 members)",
    rules: [["group", "eu27"], ["country", "is li no"]],
    about: "The European Economic Area, in which the GDPR applies. Not in it are ch and gb.",
    source: `the EEA Agreement, three members of EFTA and those of the Union; written down ${READ}`,
  },
  {
    name: "schengen29",
    label: "Schengen area (29 members)",
    rules: [["group", "eu27 efta4"]],
    except: [["country", "cy ie"]],
    about: "The countries without border checks between them: a matter of travel, which says "
      + "nothing about data. Not in it are their territories overseas.",
    source: "the Council's decisions, the latest being that on bg and ro, in full since "
      + `2025-01-01; written down ${READ}`,
  },
  {
    name: "nato32",
    label: "North Atlantic Treaty Organization (32 members)",
    rules: [[
      "country",
      "al be bg ca cz de dk ee es fi fr gb gr hr hu is it lt lu lv me mk nl no pl pt ro se si sk "
        + "tr us",
    ]],
    about: "The members of NATO. Not in it are its partners (at, ch, ie, ua, …).",
    source: `public lists of the members, 32 since Sweden joined on 2024-03-07; read ${READ}`,
  },
  {
    name: "five-eyes",
    label: "Five Eyes",
    rules: [["country", "au ca gb nz us"]],
    about: "The countries of the UKUSA agreement on intelligence. It is no treaty about hosting, "
      + "and gives no right to move data between them.",
    source: `the UKUSA agreement and its public descriptions; written down ${READ}`,
  },
  {
    name: "gdpr-adequate-2026",
    label: "GDPR adequacy decisions (2026)",
    rules: [["country", "ad ar br ch fo gb gg il im je jp kr nz uy"]],
    about: "Countries and territories for which the European Commission found an adequate level of "
      + "protection under Article 45 of the GDPR. Not in it are the members of eea30, which need "
      + "no such decision, and those of gdpr-adequate-partial-2026. Some decisions have limits of "
      + "their own (jp, kr: what their general law on data covers), that on gb has an end, and any "
      + "may be revoked. This is no legal advice.",
    source: "the Commission's list, the latest decision being that on Brazil, (EU) 2026/179 of "
      + `2026-01-26; written down from reports about the decisions, as of ${READ}`,
  },
  {
    name: "gdpr-adequate-partial-2026",
    label: "GDPR adequacy decisions for some recipients (2026)",
    rules: [["country", "ca us"]],
    about: "Countries for which the Commission's decision holds for some recipients only: in ca "
      + "for commercial organisations under PIPEDA, in us for organisations certified under the "
      + "EU-US Data Privacy Framework. Whether a recipient is one of them no list of countries can "
      + "say. This is no legal advice.",
    source: "decisions 2002/2/EC and (EU) 2023/1795; written down from reports about the "
      + `decisions, as of ${READ}`,
  },
];

// What people write for a code, beside what CLDR gives: lower case, `-` between words. A name that
// may mean several codes has no place here: `congo`, `korea`, `virgin-islands`, `emea`, `apac`,
// `tpu`, `rtx6000`, `european-union` (which is not the continent). Nor has what is something else:
// `v100-32gb` is no V100 of 16 GB, `mi300` may be an MI300A, and `i386` is no x86 as the platform
// has it, which is the 64-bit one. The program looks at the labels and aliases of the table too, in
// any letter case, so they are left out.
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
    arm64: "altra ampere-altra apple-silicon arm arm-64 arm-v8 arm64-v8a arm64v8 armv8 armv8-a "
      + "armv8a armv9 aws-graviton axion azure-cobalt google-axion graviton graviton2 graviton3 "
      + "graviton4 neoverse nvidia-grace",
    x86: "amd amd-epyc epyc intel intel-64 intel-xeon intel64 x64 x86-64-v2 x86-64-v3 x86-64-v4 "
      + "xeon",
  },
  gpu: {
    k80: "nvidia-k80",
    m60: "nvidia-m60 nvidia-tesla-m60",
    p4: "nvidia-p4",
    p40: "nvidia-p40 nvidia-tesla-p40",
    p100: "nvidia-p100 p100-16gb tesla-p100",
    v100: "nvidia-v100 tesla-v100 v100-16gb v100-sxm2",
    t4: "nvidia-t4 t4-16gb",
    t4g: "t4g-16gb",
    a2: "a2-16gb",
    a10: "a10-24gb nvidia-a10-24gb",
    a10g: "a10g-24gb nvidia-a10g-24gb",
    a16: "a16-16gb",
    a30: "a30-24gb",
    a40: "a40-48gb",
    a100: "a100-40 a100-40g a100-40gb nvidia-a100 nvidia-a100-40gb tesla-a100",
    "a100-80gb": "a100-80 a100-80g a100-80gb-pcie a100-pcie-80gb",
    l4: "l4-24gb nvidia-l4-24gb",
    l40: "l40-48gb",
    l40s: "l40s-48gb nvidia-l40s-48gb",
    h100: "h100-80 h100-80g h100-mega-80gb h100-pcie h100-sxm5 nvidia-h100",
    "h100-nvl": "h100-94gb h100-nvl-94gb h100nvl",
    h200: "h200-141gb h200-nvl h200nvl nvidia-h200-nvl-141gb",
    gh200: "gh200-96gb grace-hopper nvidia-gh200",
    b200: "b200-sxm",
    b300: "b300-sxm nvidia-b300",
    gb200: "gb200-nvl72 grace-blackwell",
    gb300: "gb300-nvl72",
    rtx3090: "3090 geforce-3090 nvidia-3090 nvidia-rtx-3090 nvidia-rtx3090 rtx-3090",
    rtx4090: "4090 geforce-4090 geforce-rtx-4090 nvidia-4090 nvidia-rtx-4090 nvidia-rtx4090 "
      + "rtx-4090",
    rtx5090: "5090 geforce-5090 geforce-rtx-5090 nvidia-5090 nvidia-rtx-5090 nvidia-rtx5090 "
      + "rtx-5090",
    "rtx-a4000": "nvidia-a4000",
    "rtx-a5000": "nvidia-a5000",
    "rtx-a6000": "nvidia-a6000",
    "rtx6000-ada": "6000-ada ada-6000 nvidia-rtx-6000-ada nvidia-rtx6000-ada rtx-6000-ada "
      + "rtx-6000-ada-generation rtx-6000ada rtx6000-ada-generation rtx6000ada",
    "rtx-pro-6000": "rtx-pro6000 rtx6000-pro rtxpro-6000",
    mi210: "amd-mi210 instinct-mi210 mi-210",
    mi250x: "amd-mi250x instinct-mi250x mi-250x",
    mi300x: "amd-mi300x instinct-mi300x mi-300x",
    mi325x: "amd-mi325x instinct-mi325x mi-325x mi325",
    mi355x: "amd-mi355x instinct-mi355x mi-355x mi355",
    gaudi2: "gaudi-2 habana-gaudi2 intel-gaudi2",
    gaudi3: "gaudi-3 habana-gaudi3 intel-gaudi3",
    "tpu-v2": "tpu2 tpuv2",
    "tpu-v3": "tpu3 tpuv3",
    "tpu-v4": "tpu4 tpuv4",
    "tpu-v5e": "tpu-v5-lite tpu-v5lite tpu5e tpuv5e v5e v5litepod",
    "tpu-v5p": "tpu5p tpuv5p v5p",
    "tpu-v6e": "google-trillium tpu-trillium tpu-v6 tpu-v6e-device tpu6e tpuv6 tpuv6e trillium v6e",
    "tpu-v7": "google-ironwood ironwood tpu-7x tpu-ironwood tpu-v7x tpu7 tpuv7 v7x",
    inferentia1: "aws-inferentia1 inf1 inferentia-1 inferentia-v1",
    inferentia2: "aws-inferentia-2 inf2 inferentia-2 inferentia-v2",
    trainium1: "aws-trainium1 trainium-1 trainium-v1 trn1",
    trainium2: "aws-trainium-2 trainium-2 trainium-v2 trn2",
    trainium3: "aws-trainium-3 trainium-3 trainium-v3 trn3",
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
  const union = unionOf(cldr);
  const files = [
    ["world.bpol", DATA, worldTable(countries)],
    ["other-names.tsv", DATA, otherNamesTable(collectOtherNames(countries))],
    ["cldr-eu.txt", TEST_DATA, unionList(union)],
  ];
  for (const [name, , text] of files) {
    checkText(name, text);
  }
  for (const [name, folder, text] of files) {
    writeFileSync(new URL(name, folder), text);
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

// The members of the European Union as CLDR has them, if they are those of the list above but for
// the known deviations.
function unionOf(cldr) {
  const members = territoriesIn("EU", cldr.containment).map((code) => code.toLowerCase()).sort();
  const expected = new Set(words(EU));
  words(CLDR_HAS_NOT).forEach((code) => expected.delete(code));
  words(CLDR_HAS_TOO).forEach((code) => expected.add(code));
  if (members.join() !== [...expected].sort().join()) {
    fail(`the European Union is another one in CLDR: ${members.join(" ")}`);
  }
  return members;
}

// --- world.bpol ---

// One statement a line; `bpol fmt` gives them their layout.
function worldTable(countries) {
  checkNames(countries);
  const versions = Object.entries(PACKAGES).map(([name, version]) => `${name} ${version}`);
  const sections = [
    `# The reference table \`world\`: the official table, every country, groups of countries, and
# the accelerators in common use.
#
# Generated by generate.mjs, which says how; do not edit by hand. Countries, regions and names are
# from the Unicode CLDR (npm ${versions.join(", ")}; Unicode License v3).
# The groups, with their sources, and the flavors are listed in the script.`,
    `# Continents. The grouping is geographic (UN M49), not political: Russia is in eu, Cyprus and
# Turkey are in as. \`eu\` is the continent and not the European Union, which is the group eu27: the
# United Kingdom and Switzerland are in eu, Cyprus and French Guiana are not. Central America and
# the Caribbean are in na. Antarctica and the islands around it are in an: aq, bv, gs, hm, tf.`,
    CONTINENTS.map(({ code, name }) => `continent ${code} ${quoted(name)}`).join("\n"),
    "# Countries: ISO 3166-1 alpha-2, and xk (Kosovo).",
    countries.map(countryStatement).join("\n"),
    `# Groups of countries, each with its source and the date of its list. Their names have a size
# or a year in them: a change of membership is a new name.`,
    ...GROUPS.map(groupStatement),
    "# CPU architectures.",
    CPUS.map((cpu) => flavorStatement("cpu", cpu)).join("\n"),
    "# GPUs and other accelerators. The aliases are spellings of node labels and catalogues.",
    GPUS.map((gpu) => flavorStatement("gpu", gpu)).join("\n"),
  ];
  // Without the empty lines, a section's comment would be its first statement's documentation.
  return `${sections.join("\n\n")}\n`;
}

function countryStatement({ code, name, continent }) {
  return `country ${code} ${quoted(name)} in ${continent}`;
}

// With its documentation above it.
function groupStatement({ name, label, rules, except, about, source }) {
  const list = (parts) =>
    parts.map(([attribute, codes]) => `${attribute} in [${words(codes).join(", ")}]`).join(" or ");
  const body = list(rules) + (except ? ` except ${list(except)}` : "");
  const comment = [...commentLines(about), ...commentLines(`Source: ${source}.`)];
  return [...comment, `group ${name} ${quoted(label)} < ${body} >`].join("\n");
}

// A text as comments of at most 100 columns.
function commentLines(text) {
  const lines = [];
  for (const word of words(text)) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > 100) {
      lines.push(`# ${word}`);
    } else {
      lines[lines.length - 1] = `${line} ${word}`;
    }
  }
  return lines;
}

function flavorStatement(keyword, flavor) {
  const aliases = aliasesOf(flavor).map(quoted).join(", ");
  const body = aliases ? ` < alias [${aliases}] >` : "";
  return `${keyword} ${flavor.code} ${quoted(flavor.name)}${body}`;
}

// A cpu lists its aliases; those of a gpu are kept by where they come from.
function aliasesOf(flavor) {
  return flavor.aliases ?? ALIAS_SOURCES.flatMap((source) => words(flavor[source] ?? ""));
}

function words(text) {
  return text.split(" ").filter((word) => word !== "");
}

// A string of the language, where `"` and `\` are all that is escaped.
function quoted(text) {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

// Cpus and gpus have one namespace, aliases included; groups name countries and groups that exist,
// each once.
function checkNames(countries) {
  const taken = new Set();
  for (const name of [...CPUS, ...GPUS].flatMap((it) => [it.code, ...aliasesOf(it)])) {
    if (taken.has(name)) {
      fail(`${name} is the name of two flavors`);
    }
    taken.add(name);
  }
  const known = {
    country: new Set(countries.map(({ code }) => code)),
    group: new Set(GROUPS.map(({ name }) => name)),
  };
  for (const { name, rules, except } of GROUPS) {
    for (const [attribute, list] of [...rules, ...except ?? []]) {
      const codes = words(list);
      const unknown = codes.find((code) => !known[attribute].has(code));
      if (unknown !== undefined || new Set(codes).size !== codes.length) {
        fail(`${name} names ${unknown ?? "a code"} that is none, or one twice`);
      }
    }
  }
}

// --- cldr-eu.txt ---

// What the tests compare the group with.
function unionList(members) {
  const version = `cldr-core ${PACKAGES["cldr-core"]}`;
  return `# The territories that the Unicode CLDR has in \`EU\`, in lower case (npm ${version},
# territoryContainment.json). Copyright © Unicode, Inc.; Unicode License v3.
# Generated by tools/world-table/generate.mjs; do not edit by hand.
${members.join("\n")}
`;
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
    if (codes[kind].aliases.has(name)) {
      fail(`${kind}/${code} needs no other name ${name}: that is an alias`);
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

// The codes of each kind, and those and the aliases that share its namespace: cpu and gpu have one.
// Aliases are as other names are looked up.
function codesByKind(countries) {
  const set = (...lists) => new Set(lists.flat().map(({ code }) => code));
  const flavors = [...CPUS, ...GPUS];
  const aliases = new Set(flavors.flatMap(aliasesOf).map(folded));
  return {
    continent: { own: set(CONTINENTS), taken: set(CONTINENTS), aliases: new Set() },
    country: { own: set(countries), taken: set(countries), aliases: new Set() },
    cpu: { own: set(CPUS), taken: set(flavors), aliases },
    gpu: { own: set(GPUS), taken: set(flavors), aliases },
  };
}

// As the program looks names up.
function folded(name) {
  return name.toLowerCase().replaceAll("&", "and").replace(/[ _]/g, "-");
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

// Lines are short, but for statements, which `bpol fmt` breaks, and nothing in them is invisible:
// no control, format or odd space character.
function checkText(file, text) {
  for (const line of text.split("\n")) {
    const isStatement = file.endsWith(".bpol") && !line.startsWith("#");
    if ([...line].length > 100 && !isStatement) {
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
