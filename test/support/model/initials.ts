// A program that no small change makes right, its tests, and what a model that knows better says of it.

export const initials = `def initials(name):
    letters = []
    for word in [name]:
        letters.append(word[0])
    return "".join(letters)
`;

export const initialsTests = `from names import initials


def test_three():
    assert initials("ada king lovelace") == "AKL"


def test_one():
    assert initials("x") == "X"


def test_digit():
    assert initials("7") == "7"
`;

const mended = 'def initials(name):\n    return "".join(word[0] for word in name.split()).upper()\n';
const verdicts = JSON.stringify({
  verdicts: [
    { block: 'B1', correct: true },
    { block: 'B2', correct: false, step: 2, why: 'The name is not split.', expected: { word: "'ada'" } },
    { block: 'B3', correct: true },
    { block: 'B4', correct: true },
  ],
});

/** @param request All texts of a request */
export function answerAboutInitials(request: string): string {
  if (request.includes('<steps>') && request.includes('"return"')) return explanationOfValue(request);
  if (request.includes('<recording>')) return explanationOf(request);
  return request.includes('Judge blocks') ? verdicts : `Like this:\n\`\`\`python\n${mended}\`\`\`\n`;
}

/** One claim that holds, one that is false, one about nothing that could be looked up. */
function explanationOf(request: string): string {
  const step = Number(/^\s*(\d+) names\.py:3 /m.exec(request)?.[1]);
  return JSON.stringify({
    claims: [
      { text: 'The whole name is taken as one word.', step, values: { word: "'ada king lovelace'" } },
      { text: 'No letter was found before.', step, values: { letters: "['A']" } },
      { text: 'So only one letter comes back, and it is not a capital.', step },
    ],
  });
}

/** Of `letters` in the line that returns: the last step first, as it is told. */
function explanationOfValue(request: string): string {
  const numberOf = (line: number): number =>
    Number(new RegExp(`^\\s*(\\d+) names\\.py:${line} `, 'm').exec(request)?.[1]);
  return JSON.stringify({
    claims: [
      {
        text: 'The loop goes over one word, which is the whole name.',
        step: numberOf(3),
        values: { word: "'ada king lovelace'" },
      },
      {
        text: 'Each word gives its first letter as a capital.',
        step: numberOf(4),
        values: { letters: "['A']" },
      },
      { text: 'So the list has one letter, where three names were meant.', step: 1 },
    ],
  });
}
