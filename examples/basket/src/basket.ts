import { discount, Line, Unit, type Article } from './pricing.js';

const articles: Record<string, Article> = {
  apples: { name: 'apples', unit: Unit.Kilogram, price: 249 },
  bread: { name: 'bread', unit: Unit.Piece, price: 320 },
  milk: { name: 'milk', unit: Unit.Piece, price: 129 },
};

/** Reads `bread x3` or `apples 1.5kg`. */
export function parseLine(text: string): Line {
  const [name = '', amount = ''] = text.trim().split(/\s+/);
  const article = articles[name];
  if (article === undefined) throw new RangeError(`There is no article ${name}.`);
  const quantity = Number.parseFloat(amount.replace('x', ''));
  return new Line(article, quantity);
}

export function totalOf(texts: readonly string[]): number {
  let total = 0;
  for (const text of texts) {
    const line = parseLine(text);
    total += line.total - discount(line);
  }
  return total;
}

/** What a customer pays, in cents. */
export function checkout(texts: readonly string[], expected: number): number {
  const total = totalOf(texts);
  if (total !== expected) {
    throw new Error(`The basket costs ${total} cents, not ${expected}.`);
  }
  return total;
}
