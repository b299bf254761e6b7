/** Methods that the handler uses and njs 0.7.9 lacks. njs gives every request a fresh copy of the built-in objects. */

type Method = (this: never, ...values: never[]) => unknown;

function add(target: object, name: string, method: Method): void {
  if (!(name in target)) Object.defineProperty(target, name, { value: method, writable: true });
}

add(Array.prototype, 'at', function (this: unknown[], index: number) {
  return this[index < 0 ? this.length + index : index];
});
add(Array.prototype, 'flat', function (this: unknown[]) {
  return ([] as unknown[]).concat.apply([], this as never);
});
add(Array.prototype, 'flatMap', function (this: unknown[], give: (element: unknown) => unknown) {
  return ([] as unknown[]).concat.apply([], this.map((element) => give(element)) as never);
});
type Listed<Element> = ArrayLike<Element> & { readonly toList?: () => ArrayLike<Element> };
add(
  Array,
  'from',
  (source: Listed<unknown>, give: (element: unknown, index: number) => unknown = (element) => element) => {
    const list = source.toList?.() ?? source;
    const made: unknown[] = [];
    for (let index = 0; index < list.length; index += 1) made.push(give(list[index], index));
    return made;
  },
);
add(String.prototype, 'replaceAll', function (this: string, wanted: string, replacement: string) {
  return this.split(wanted).join(replacement);
});
add(
  Object,
  'hasOwn',
  (target: object, name: string) => Object.getOwnPropertyDescriptor(target, name) !== undefined,
);
add(Object, 'fromEntries', (entries: readonly (readonly [string, unknown])[]) => {
  const made: Record<string, unknown> = {};
  for (const [name, value] of entries) made[name] = value;
  return made;
});
