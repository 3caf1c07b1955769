/** How an article is sold. */
export enum Unit {
  Piece,
  Kilogram,
}

export interface Article {
  readonly name: string;
  readonly unit: Unit;
  /** In cents, of one unit. */
  readonly price: number;
}

export class Line {
  constructor(
    readonly article: Article,
    readonly amount: number,
  ) {}

  get total(): number {
    const exact = this.article.price * this.amount;
    return this.article.unit === Unit.Kilogram ? Math.round(exact) : exact;
  }
}

/** Three or more of an article cost ten per cent less. */
export function discount(line: Line): number {
  if (line.article.unit !== Unit.Piece) return 0;
  if (line.amount > 3) return line.total * 0.1;
  return 0;
}
