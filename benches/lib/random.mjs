// Chance that is the same every time.

export class Random {
  /** @param {number} seed */
  constructor(seed) {
    this.state = seed >>> 0;
  }

  /** A number from 0 up to 1 (mulberry32, by Tommy Ettinger, public domain). */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 up to `end`, without it. @param {number} end */
  below(end) {
    return Math.floor(this.next() * end);
  }

  /** @template T @param {readonly T[]} items @returns {T} */
  pick(items) {
    return items[this.below(items.length)];
  }

  /**
   * One of some items, the first ones far more often than the last: so that, as in any library, some things are said
   * everywhere and many only once.
   * @template T
   * @param {readonly T[]} items
   * @returns {T}
   */
  lean(items) {
    return items[Math.floor(items.length * this.next() ** 3)];
  }

  /** @template T @param {readonly T[]} items @returns {T[]} */
  shuffle(items) {
    const all = [...items];
    for (let at = all.length - 1; at > 0; at -= 1) {
      const other = this.below(at + 1);
      [all[at], all[other]] = [all[other], all[at]];
    }
    return all;
  }
}
