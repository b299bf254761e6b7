/**
 * Map and Set, which njs 0.7.9 lacks, as far as the handler uses them: keys are texts and numbers. Entries are
 * found through an object, so that a query with thousands of names is no more than that much work, and kept in a
 * list, because njs does not keep the order of an object's properties.
 */

type Key = string | number;

class OrderedMap<Value> {
  size = 0;
  private readonly places: Record<string, number> = Object.create(null);
  private readonly list: ([Key, Value] | undefined)[] = [];
  private first = 0;

  constructor(entries?: readonly (readonly [Key, Value])[]) {
    if (entries) for (const [key, value] of entries) this.set(key, value);
  }

  has(key: Key): boolean {
    return this.places[tagged(key)] !== undefined;
  }

  get(key: Key): Value | undefined {
    const place = this.places[tagged(key)];
    return place === undefined ? undefined : this.list[place]![1];
  }

  set(key: Key, value: Value): this {
    const place = this.places[tagged(key)];
    if (place !== undefined) this.list[place]![1] = value;
    else {
      this.places[tagged(key)] = this.list.push([key, value]) - 1;
      this.size += 1;
    }
    return this;
  }

  delete(key: Key): boolean {
    const place = this.places[tagged(key)];
    if (place === undefined) return false;
    delete this.places[tagged(key)];
    this.list[place] = undefined;
    this.size -= 1;
    return true;
  }

  /** Only the oldest key is ever asked for in this way; loops go through `entries`. */
  keys(): { next: () => { value: Key | undefined } } {
    return {
      next: () => {
        while (this.first < this.list.length && !this.list[this.first]) this.first += 1;
        return { value: this.list[this.first]?.[0] };
      },
    };
  }

  /** What a loop or a spread over the map goes through, after lowering. */
  toList(): [Key, Value][] {
    return this.list.filter((entry) => entry !== undefined) as [Key, Value][];
  }
}

class OrderedSet {
  private readonly members = new OrderedMap<true>();

  constructor(keys?: readonly Key[]) {
    if (keys) for (const key of keys) this.members.set(key, true);
  }

  get size(): number {
    return this.members.size;
  }

  has(key: Key): boolean {
    return this.members.has(key);
  }

  toList(): Key[] {
    return this.members.toList().map(([key]) => key);
  }
}

function tagged(key: Key): string {
  return `${typeof key}:${key}`;
}

export { OrderedMap as Map, OrderedSet as Set };
