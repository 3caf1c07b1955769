// Packs words in which programs do the same things again and again, in AssemblyScript: as in LZ4 (Collet, 2011), which
// is LZ77 (Ziv and Lempel, A universal algorithm for sequential data compression, 1977) with a table of where each hash
// was last seen. docs/recording-format.md has the layout. All parameters are addresses in bytes.

/** Shorter repetitions are not worth a word that tells of them. */
const shortest: usize = 8 * 4;
/** So far back is looked: what fits into 16 bits, and into the processor's cache. */
const window: usize = (1 << 16) * 4;
/** The table has a place for each hash of so many bits. */
const hashBits: u64 = 14;
/** What fits into eight bits. */
const most: usize = 255;
/** After so many words without a repetition, each look skips one more. */
const patience: usize = 32;

/** Where the next packed word goes. */
let out: usize = 0;

/**
 * @param table 4 << 14 bytes: zeros before the first call; they stay.
 * @param from What lies before has been packed, or is zeros.
 * @param to Up to 32 bytes beyond are read.
 * @returns the end of what was written to `target`.
 */
export function pack(table: usize, from: usize, to: usize, target: usize): usize {
  out = target;
  let at = from;
  let told = from;
  let misses: usize = 0;
  while (at + shortest <= to) {
    const place = table + (hash(at) << 2);
    const earlier: usize = load<u32>(place);
    store<u32>(place, <u32>at);
    const length = earlier != 0 && at - earlier < window ? alike(earlier, at, to) : 0;
    if (length < shortest) {
      at += 4 * (1 + misses / patience);
      misses++;
      continue;
    }
    misses = 0;
    tell(told, at, at - earlier, length);
    at += length;
    told = at;
  }
  tell(told, to, 0, 0);
  return out;
}

/** Of the words that a repetition has at least. */
function hash(at: usize): usize {
  const sum =
    load<u64>(at) * 0x9e3779b185ebca87 +
    load<u64>(at, 8) * 0xc2b2ae3d27d4eb4f +
    load<u64>(at, 16) * 0x165667b19e3779f9 +
    load<u64>(at, 24) * 0x85ebca77c2b2ae63;
  return <usize>(sum >> (64 - hashBits));
}

/** How many bytes are the same, eight words at a time. */
function alike(earlier: usize, at: usize, to: usize): usize {
  const start = at;
  while (at < to) {
    const same =
      i32x4.bitmask(i32x4.eq(v128.load(earlier), v128.load(at))) |
      (i32x4.bitmask(i32x4.eq(v128.load(earlier, 16), v128.load(at, 16))) << 4);
    if (same != 0xff) return min(at + 4 * ctz<u32>(~same), to) - start;
    earlier += 32;
    at += 32;
  }
  return to - start;
}

/** Words as they are, then `length` bytes that are those so far back. */
function tell(from: usize, to: usize, back: usize, length: usize): void {
  let words = (to - from) >> 2;
  while (words > most) {
    put(<u32>most);
    copy(from, most);
    from += 4 * most;
    words -= most;
  }
  const repeated = length >> 2;
  put(<u32>(((back >> 2) << 16) | (min(repeated, most) << 8) | words));
  copy(from, words);
  if (repeated >= most) put(<u32>repeated);
}

function copy(from: usize, words: usize): void {
  for (let i: usize = 0; i < words; i++) put(load<u32>(from + 4 * i));
}

function put(word: u32): void {
  store<u32>(out, word);
  out += 4;
}
