// Draws the icon: the body of a statement, `< … >`, around one place. `node scripts/icon.mjs images/icon.png`
import { writeFileSync } from "node:fs";
import { crc32, deflateSync } from "node:zlib";

const SIZE = 128;
const SAMPLES = 4;
const BACKGROUND = [22, 50, 79];
const MARK = [238, 242, 247];
const PLACE = [242, 153, 74];

/** How far a point is from the line between two others. */
function fromLine(x, y, [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/** The colour of a point, with 0 for what is outside. */
function colour(x, y) {
  const corner = Math.hypot(Math.max(0, Math.abs(x - 64) - 40), Math.max(0, Math.abs(y - 64) - 40));
  if (corner > 24) return [0, 0, 0, 0];
  const left = Math.abs(x - 64) + 64;
  const bracket = Math.min(fromLine(left, y, [84, 36], [110, 64]), fromLine(left, y, [110, 64], [84, 92]));
  if (bracket < 6) return [...MARK, 255];
  return Math.hypot(x - 64, y - 64) < 13 ? [...PLACE, 255] : [...BACKGROUND, 255];
}

const rows = [];
for (let y = 0; y < SIZE; y++) {
  const row = [0];
  for (let x = 0; x < SIZE; x++) {
    const sum = [0, 0, 0, 0];
    for (let sample = 0; sample < SAMPLES * SAMPLES; sample++) {
      const at = (index) => (index + 0.5) / SAMPLES;
      const [red, green, blue, alpha] = colour(x + at(sample % SAMPLES), y + at(Math.floor(sample / SAMPLES)));
      for (const [index, value] of [red, green, blue].entries()) sum[index] += (value * alpha) / 255;
      sum[3] += alpha;
    }
    const shown = sum[3] / 255 || 1;
    row.push(...sum.slice(0, 3).map((value) => Math.round(value / shown)), Math.round(sum[3] / SAMPLES ** 2));
  }
  rows.push(Buffer.from(row));
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

const header = Buffer.alloc(13);
header.writeUInt32BE(SIZE, 0);
header.writeUInt32BE(SIZE, 4);
header.set([8, 6, 0, 0, 0], 8);
const image = [
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk("IHDR", header),
  chunk("IDAT", deflateSync(Buffer.concat(rows), { level: 9 })),
  chunk("IEND", Buffer.alloc(0)),
];
writeFileSync(process.argv[2], Buffer.concat(image));
