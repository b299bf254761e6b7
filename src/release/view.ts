import type { LogEntry } from './ledger.ts';

/** The views of a collection that `match[version]` asks for (TAXII 2.1 §3.4.1), as bits. */
export const ALL = 1;
export const LAST = 2;
export const FIRST = 4;

/** Slots per shard of a published view, and the size up to which a view is never renumbered. */
export const SHARD = 1000;

/**
 * A list of slots. An entry takes the next slot when it enters the view and never moves; one that leaves
 * empties its slot. When a view is less than half full it starts a new epoch: what is left is renumbered. So
 * publishing a release touches the shards of what changed, and no reader ever wades through many empty slots.
 * Epochs follow from the ledger alone, which gives every rebuild the same ones.
 */
export class View {
  epoch = 0;
  /** Entries that are still in the view. */
  live = 0;
  slots: LogEntry[] = [];
  /** All that ever entered, in order. A place in this list is never given to another entry. */
  readonly entered: LogEntry[] = [];
  private readonly bit: number;

  constructor(bit: number) {
    this.bit = bit;
  }

  has(entry: LogEntry): boolean {
    return (entry.views & this.bit) !== 0;
  }

  /** Called once per release and in log order for what entered during it. */
  enter(entry: LogEntry): void {
    if (entry.n <= (this.slots.at(-1)?.n ?? -1)) throw new Error(`entry ${entry.n} enters a view too late`);
    this.slots.push(entry);
    this.entered.push(entry);
    this.live += 1;
  }

  leave(): void {
    this.live -= 1;
  }

  /** Called at the end of each release. */
  settle(): void {
    if (this.slots.length <= SHARD || this.live * 2 >= this.slots.length) return;
    this.slots = this.slots.filter((entry) => this.has(entry));
    this.epoch += 1;
  }

  /** The live entries in log order. */
  *entries(): Generator<LogEntry> {
    for (const entry of this.slots) if (this.has(entry)) yield entry;
  }
}
