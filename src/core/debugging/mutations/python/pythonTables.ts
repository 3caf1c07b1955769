// Signs and names of Python that are confused.
import type { Signs } from '../mutationProfile';

export const pythonComparisons: Signs = {
  '<': ['<=', '>', '>=', '!='],
  '<=': ['<', '>=', '>', '=='],
  '>': ['>=', '<', '<=', '!='],
  '>=': ['>', '<=', '<', '=='],
  '==': ['!=', '<=', '>=', '<', '>'],
  '!=': ['==', '>', '<'],
  is: ['is not', '=='],
  'is not': ['is', '!='],
  in: ['not in'],
  'not in': ['in'],
};

export const pythonArithmetic: Signs = {
  '+': ['-', '*'],
  '-': ['+', '%', '/'],
  '*': ['/', '+', '**', '//'],
  '/': ['//', '*'],
  '//': ['/', '%', '*'],
  '%': ['//', '-', '*'],
  '**': ['*'],
  '&': ['|', '^'],
  '|': ['&', '^'],
  '^': ['&', '|', '**'],
  '<<': ['>>'],
  '>>': ['<<'],
};

export const pythonAlike: readonly (readonly string[])[] = [
  ['any', 'all'],
  ['min', 'max', 'sum'],
  ['sorted', 'reversed', 'list', 'set'],
  ['append', 'extend', 'add'],
  ['floor', 'ceil'],
  ['round', 'int', 'float'],
  ['find', 'rfind', 'index'],
  ['upper', 'lower', 'title', 'capitalize', 'swapcase'],
  ['isupper', 'islower', 'isalpha', 'isdigit', 'isalnum', 'isnumeric'],
  ['startswith', 'endswith'],
  ['strip', 'lstrip', 'rstrip'],
  ['keys', 'values', 'items'],
  ['union', 'intersection', 'difference', 'symmetric_difference'],
  ['combinations', 'permutations', 'combinations_with_replacement', 'product'],
  ['pop', 'popleft'],
  ['match', 'search', 'fullmatch', 'findall'],
];
