// Signs and names of JavaScript that are confused.
import type { Signs } from '../mutationProfile';

export const javascriptComparisons: Signs = {
  '<': ['<=', '>', '>=', '!=='],
  '<=': ['<', '>=', '>', '==='],
  '>': ['>=', '<', '<=', '!=='],
  '>=': ['>', '<=', '<', '==='],
  '===': ['!==', '<=', '>=', '<', '>'],
  '!==': ['===', '>', '<'],
  '==': ['!=', '===', '<=', '>='],
  '!=': ['==', '!==', '>', '<'],
  in: ['instanceof'],
  instanceof: ['in'],
};

export const javascriptArithmetic: Signs = {
  '+': ['-', '*'],
  '-': ['+', '%', '/'],
  '*': ['/', '+', '**'],
  '/': ['*', '%'],
  '%': ['/', '-', '*'],
  '**': ['*'],
  '&': ['|', '^'],
  '|': ['&', '^'],
  '^': ['&', '|'],
  '<<': ['>>', '>>>'],
  '>>': ['<<', '>>>'],
  '>>>': ['>>', '<<'],
};

export const javascriptAlike: readonly (readonly string[])[] = [
  ['some', 'every'],
  ['min', 'max'],
  ['filter', 'map', 'find', 'forEach', 'flatMap'],
  ['push', 'unshift', 'concat'],
  ['pop', 'shift'],
  ['floor', 'ceil', 'round', 'trunc'],
  ['Number', 'parseInt', 'parseFloat', 'String', 'Boolean'],
  ['indexOf', 'lastIndexOf', 'search'],
  ['find', 'findLast', 'findIndex', 'findLastIndex'],
  ['toUpperCase', 'toLowerCase', 'toLocaleUpperCase', 'toLocaleLowerCase'],
  ['startsWith', 'endsWith', 'includes'],
  ['trim', 'trimStart', 'trimEnd'],
  ['padStart', 'padEnd'],
  ['keys', 'values', 'entries'],
  ['slice', 'splice', 'substring', 'substr'],
  ['charAt', 'charCodeAt', 'at', 'codePointAt'],
  ['reduce', 'reduceRight'],
  ['get', 'has', 'set', 'add', 'delete'],
  ['match', 'matchAll', 'exec', 'test'],
  ['replace', 'replaceAll'],
  ['call', 'apply', 'bind'],
  ['sort', 'reverse'],
];
