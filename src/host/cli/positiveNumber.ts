import { InvalidArgumentError } from 'commander';

/** The number that an option names. @throws InvalidArgumentError where it is not a whole one above 0 */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('It must be a whole number above 0.');
}
