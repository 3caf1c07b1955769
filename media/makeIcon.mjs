// Draws media/icon.png: an eye on a dark tile. Run by hand: node media/makeIcon.mjs
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

const size = 256;
const samples = 4;

const tile = { top: [38, 44, 74], bottom: [22, 26, 46] };
const white = [244, 246, 252];
const teal = [64, 201, 180];
const amber = [255, 190, 92];

/** Colour and coverage at a point, in units of the icon's half width from its middle. */
function layers(x, y) {
  const list = [];
  const corner = Math.hypot(Math.max(Math.abs(x) - 0.68, 0), Math.max(Math.abs(y) - 0.68, 0)) - 0.3;
  if (corner > 0) return list;
  const t = (y + 1) / 2;
  list.push(tile.top.map((from, i) => from + (tile.bottom[i] - from) * t));
  // The eye: what two circles share, as an outline.
  const lid = Math.max(Math.hypot(x, y - 0.42), Math.hypot(x, y + 0.42)) - 0.86;
  if (Math.abs(lid) < 0.045) list.push(white);
  const iris = Math.hypot(x, y);
  if (lid < 0 && iris < 0.3) list.push(teal);
  if (iris < 0.14) list.push(tile.bottom);
  // Steps of a run, below: the last one is the one that matters.
  for (const [i, at] of [-0.36, -0.12, 0.12, 0.36].entries()) {
    if (Math.hypot(x - at, y - 0.74) < 0.055) list.push(i === 3 ? amber : white);
  }
  return list;
}

function pixel(column, row) {
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < samples * samples; i++) {
    const x = ((column + ((i % samples) + 0.5) / samples) / size) * 2 - 1;
    const y = ((row + (Math.floor(i / samples) + 0.5) / samples) / size) * 2 - 1;
    const color = layers(x, y).at(-1);
    if (color === undefined) continue;
    for (let channel = 0; channel < 3; channel++) sum[channel] += color[channel];
    sum[3] += 1;
  }
  const covered = Math.max(1, sum[3]);
  return [sum[0] / covered, sum[1] / covered, sum[2] / covered, (sum[3] / samples ** 2) * 255].map(
    Math.round,
  );
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

const rows = Buffer.concat(
  Array.from({ length: size }, (_, row) =>
    Buffer.from([0, ...Array.from({ length: size }, (_, column) => pixel(column, row)).flat()]),
  ),
);
const header = Buffer.alloc(13);
header.writeUInt32BE(size, 0);
header.writeUInt32BE(size, 4);
header.set([8, 6, 0, 0, 0], 8);
writeFileSync(
  path.join(import.meta.dirname, 'icon.png'),
  Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]),
);
