'use strict';
// Words of a text, counted in a map.
const { timed } = require('./timing.cjs');

const SYLLABLES = ['ka', 'lo', 'mi', 'nu', 're', 'sa', 'ti', 'vo'];

function text(size) {
  let state = 7;
  const lines = [];
  for (let i = 0; i < size; i++) {
    const words = [];
    for (let j = 0; j < 12; j++) {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      let word = SYLLABLES[(state >> 8) & 7] + SYLLABLES[(state >> 12) & 7] + SYLLABLES[(state >> 16) & 3];
      if ((state & 0x700000) === 0) word = `${word[0].toUpperCase()}${word.slice(1)},`;
      words.push(word);
    }
    lines.push(words.join(' '));
  }
  return lines;
}

function countWords(lines) {
  const counts = new Map();
  for (const line of lines) {
    for (const raw of line.split(' ')) {
      const word = raw.replace(/[.,;:!?]+$/, '').toLowerCase();
      if (word === '') continue;
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return counts;
}

function main(size) {
  const counts = countWords(text(size));
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return ranked.slice(0, 5);
}

timed(main);
