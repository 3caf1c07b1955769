// A typed array that grows: ten million steps must not become ten million objects.

/** A growing list of 32-bit ints. */
export class GrowingInts {
  private items = new Int32Array(1024);
  private used = 0;

  get length(): number {
    return this.used;
  }

  push(value: number): void {
    if (this.used === this.items.length) {
      const larger = new Int32Array(this.items.length * 2);
      larger.set(this.items);
      this.items = larger;
    }
    this.items[this.used++] = value;
  }

  /** The value at `index`, -1 outside of the list. */
  at(index: number): number {
    return index < this.used ? (this.items[index] ?? -1) : -1;
  }

  set(index: number, value: number): void {
    this.items[index] = value;
  }
}
