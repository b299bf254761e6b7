/** Punycode (RFC 3492): letters beyond ASCII in letters, digits and hyphens. */

const BASE = 36;
const LOW = 1;
const HIGH = 26;
const SKEW = 38;
const DAMP = 700;
const FIRST_BIAS = 72;
const FIRST_CODE = 0x80;

/** Longer than a domain name can be; decoding takes quadratic time. */
const LONGEST = 255;

/** The text that the part of a label after "xn--" stands for; undefined where it is malformed. */
export function decodePunycode(text: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  const hyphen = text.lastIndexOf('-');
  const codes = [...text.slice(0, Math.max(hyphen, 0))].map((letter) => letter.codePointAt(0)!);
  let code = FIRST_CODE;
  let bias = FIRST_BIAS;
  let index = 0;
  let at = hyphen + 1;
  while (at < text.length) {
    const former = index;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = digitOf(text.charCodeAt(at));
      if (Number.isNaN(digit)) return undefined;
      at += 1;
      index += digit * weight;
      if (index > 0x7fff_ffff) return undefined;
      const threshold = thresholdAt(k, bias);
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const length = codes.length + 1;
    bias = adapt(index - former, length, former === 0);
    code += Math.floor(index / length);
    index %= length;
    if (code > 0x10ffff) return undefined;
    codes.splice(index, 0, code);
    index += 1;
  }
  return String.fromCodePoint(...codes);
}

/** How long a text of code points is in Punycode. */
export function punycodeLength(codes: readonly number[]): number {
  const basic = codes.filter((code) => code < FIRST_CODE).length;
  let length = basic > 0 ? basic + 1 : 0;
  let handled = basic;
  let code = FIRST_CODE;
  let delta = 0;
  let bias = FIRST_BIAS;
  while (handled < codes.length) {
    const next = Math.min(...codes.filter((other) => other >= code));
    delta += (next - code) * (handled + 1);
    code = next;
    for (const other of codes) {
      if (other < code) delta += 1;
      if (other !== code) continue;
      length += digitsOf(delta, bias);
      bias = adapt(delta, handled + 1, handled === basic);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    code += 1;
  }
  return length;
}

/** The number of digits of a variable-length integer, RFC 3492 §3.3. */
function digitsOf(delta: number, bias: number): number {
  let rest = delta;
  let count = 1;
  for (let k = BASE; rest >= thresholdAt(k, bias); k += BASE) {
    const threshold = thresholdAt(k, bias);
    rest = Math.floor((rest - threshold) / (BASE - threshold));
    count += 1;
  }
  return count;
}

function thresholdAt(k: number, bias: number): number {
  return Math.min(Math.max(k - bias, LOW), HIGH);
}

function digitOf(unit: number): number {
  if (unit >= 0x61 && unit <= 0x7a) return unit - 0x61;
  return unit >= 0x30 && unit <= 0x39 ? unit - 0x30 + 26 : Number.NaN;
}

function adapt(delta: number, length: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? DAMP : 2));
  rest += Math.floor(rest / length);
  let k = 0;
  while (rest > ((BASE - LOW) * HIGH) / 2) {
    rest = Math.floor(rest / (BASE - LOW));
    k += BASE;
  }
  return k + Math.floor((BASE * rest) / (rest + SKEW));
}
