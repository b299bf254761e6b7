/**
 * Does something to every item, a few at a time. After the first fault nothing new is begun, and what is under way
 * is waited for.
 * @throws the first fault
 */
export async function inParallel<Item>(
  items: readonly Item[],
  width: number,
  act: (item: Item) => Promise<void>,
): Promise<void> {
  const faults: unknown[] = [];
  let next = 0;
  const work = async () => {
    while (next < items.length && faults.length === 0) {
      const item = items[next]!;
      next += 1;
      await act(item).catch((fault: unknown) => faults.push(fault));
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, work));
  if (faults.length > 0) throw faults[0];
}
