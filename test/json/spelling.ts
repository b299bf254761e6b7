import fc from 'fast-check';

/** A JSON value with exact numbers: `digits` × 10^`power`. */
export type Exact =
  | null
  | boolean
  | string
  | { readonly digits: bigint; readonly power: number }
  | readonly Exact[]
  | ReadonlyMap<string, Exact>;

const names = fc.constantFrom('a', 'b', 'é', '__proto__', '"', '\\', '\u2028', '🚢', '');

// Few different values, so that equal ones are not rare; many digits, so that a double cannot tell them apart.
const numbers = fc.record({
  digits: fc.constantFrom(0n, 1n, -1n, 10n, 12345678901234567890n, 12345678901234567891n, 9007199254740993n),
  power: fc.constantFrom(-20, -2, -1, 0, 1, 400),
});

export const exact: fc.Arbitrary<Exact> = fc.letrec<{ value: Exact }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Exact>(null, true, false, 'a', 'b/', '\u0000', '\ud83d', '🚢'),
    numbers,
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .dictionary(names, tie('value'), { maxKeys: 3, noNullPrototype: false })
      .map((members) => new Map(Object.entries(members))),
  ),
})).value;

export function sameExact(a: Exact, b: Exact): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((one, n) => sameExact(one, b[n]!))
    );
  if (a instanceof Map || b instanceof Map)
    return (
      a instanceof Map &&
      b instanceof Map &&
      a.size === b.size &&
      [...a].every(([key, one]) => b.has(key) && sameExact(one, b.get(key)!))
    );
  return scaled(a as Digits) === scaled(b as Digits);
}

type Digits = Extract<Exact, { digits: bigint }>;

function scaled({ digits, power }: Digits): bigint {
  return digits * 10n ** BigInt(power + 20);
}

/** One of the many texts of a value; `pick(n)` chooses among n. */
export function spell(value: Exact, pick: (n: number) => number): string {
  const space = () => ['', '', ' ', '\n\t', '\r\n'][pick(5)]!;
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return spellString(value, pick);
  if (Array.isArray(value)) return `[${value.map((one) => space() + spell(one, pick) + space()).join(',')}]`;
  if (!(value instanceof Map)) return spellNumber(value as Digits, pick);
  const members = [...value].map(
    ([key, one]) => `${space()}${spellString(key, pick)}${space()}:${space()}${spell(one, pick)}${space()}`,
  );
  return `{${pick(2) === 0 ? members.join(',') : members.reverse().join(',')}}`;
}

function spellString(text: string, pick: (n: number) => number): string {
  const units = Array.from({ length: text.length }, (_, n) => text.charCodeAt(n));
  const escaped = (unit: number) => `\\u${unit.toString(16).padStart(4, '0')}`;
  return pick(2) === 0 ? JSON.stringify(text) : `"${units.map(escaped).join('')}"`;
}

function spellNumber({ digits, power }: Digits, pick: (n: number) => number): string {
  const sign = digits < 0n ? '-' : '';
  const whole = String(digits < 0n ? -digits : digits);
  switch (pick(4)) {
    case 0:
      return `${sign}${whole}e${power}`;
    case 1:
      return `${sign}${whole}.00E${power >= 0 ? '+' : ''}${power}`;
    case 2:
      return `${sign}0.${whole}e${power + whole.length}`;
    default:
      return sign + plain(whole, power);
  }
}

function plain(whole: string, power: number): string {
  if (whole === '0') return '0.0';
  if (power >= 0) return whole + '0'.repeat(power);
  const padded = whole.padStart(1 - power, '0');
  return `${padded.slice(0, power)}.${padded.slice(power)}`;
}
