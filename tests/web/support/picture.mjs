// A PNG drawn by hand: a coloured card with dark lines, so that a screenshot shows that a photo is
// there.
import { deflateSync } from "node:zlib";

const table = Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
const crc32 = (bytes) => {
  let c = 0xffffffff;
  for (const byte of bytes) c = table[(c ^ byte) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
};

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind), data]),
    size = Buffer.alloc(4),
    sum = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, sum]);
}

export function paint(width, height, r, g, b, seed = 0) {
  const raw = Buffer.alloc((width * 3 + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const line = y > 60 && y % 34 < 8 && x > 40 && x < width - 120 - ((y * (7 + seed)) % 140),
        edge = x < 10 || y < 10 || x > width - 11 || y > height - 11;
      const at = y * (width * 3 + 1) + 1 + x * 3,
        dim = line ? 0.3 : edge ? 0.6 : 1;
      raw[at] = r * dim;
      raw[at + 1] = g * dim;
      raw[at + 2] = b * dim;
    }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(raw)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
