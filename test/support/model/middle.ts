// A program that somebody describes instead of testing it, and what a model makes of the words.

/** Right but for `- 1`. */
export const middle = `def middle(numbers):
    ordered = sorted(numbers)
    return ordered[len(ordered) // 2 - 1]
`;

export const middleWords = 'middle(numbers) is the middle one of an odd number of numbers';

const tests = [
  { call: 'middle([3, 1, 2])', expect: '2', why: 'the middle one' },
  { call: 'middle([50, 30, 10, 20, 40])', expect: '30', why: 'the middle one of five' },
  { call: 'middle([700, 100, 300, 900, 500, 1100, 1300])', expect: '700', why: 'the middle one of seven' },
  { call: 'middle([])', expect: '0', why: 'which nobody said' },
];

/** Tests where it is asked for them; nothing of use else. @param request All texts of a request */
export function answerAboutMiddle(request: string): string {
  return request.includes('Write the tests.') ? JSON.stringify({ tests }) : 'I do not know.';
}
