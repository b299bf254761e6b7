/**
 * A canonical spelling of a JSON text: equal texts mean equal content.
 *
 * It works on the text, not on parsed values, because a parsed number has lost its digits: members sorted by
 * the spelling of their names, strings in one spelling, numbers by their exact decimal value (`1.0` = `1` =
 * `10e-1`, while two 20-digit integers that a double cannot tell apart stay different).
 */

/**
 * @param text a well-formed JSON text, nested at most `MAX_DEPTH` deep
 */
export function canonicalJson(text: string): string {
  return new Reader(text).read();
}

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

const QUOTE = 0x22;
const COMMA = 0x2c;
const CLOSE_LIST = 0x5d;
const CLOSE_OBJECT = 0x7d;

class Reader {
  private at = 0;
  private readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  read(): string {
    switch (this.text[this.skipSpace()]) {
      case '{':
        return this.readObject();
      case '[':
        return this.readList();
      case '"':
        return this.readString();
      case 't':
        return this.take('true');
      case 'f':
        return this.take('false');
      case 'n':
        return this.take('null');
      default:
        return this.readNumber();
    }
  }

  private readObject(): string {
    const members = new Map<string, string>();
    this.at += 1;
    while (this.text.charCodeAt(this.skipSpace()) !== CLOSE_OBJECT) {
      if (this.text.charCodeAt(this.at) === COMMA) this.at += 1;
      this.skipSpace();
      const key = this.readString();
      this.skipSpace();
      this.at += 1;
      members.set(key, this.read());
    }
    this.at += 1;
    const keys = [...members.keys()].sort(byCodeUnits);
    return `{${keys.map((key) => `${key}:${members.get(key)}`).join(',')}}`;
  }

  private readList(): string {
    const elements: string[] = [];
    this.at += 1;
    while (this.text.charCodeAt(this.skipSpace()) !== CLOSE_LIST) {
      if (this.text.charCodeAt(this.at) === COMMA) this.at += 1;
      elements.push(this.read());
    }
    this.at += 1;
    return `[${elements.join(',')}]`;
  }

  /** A string in its one spelling: without escapes it has it already. */
  private readString(): string {
    const start = this.at;
    const end = this.text.indexOf('"', start + 1) + 1;
    const plain = this.text.slice(start, end);
    this.at = end;
    return plain.includes('\\') ? this.readEscaped(start) : plain;
  }

  private readEscaped(start: number): string {
    this.at = start + 1;
    while (this.text.charCodeAt(this.at) !== QUOTE) this.at += this.text[this.at] === '\\' ? 2 : 1;
    this.at += 1;
    return JSON.stringify(JSON.parse(this.text.slice(start, this.at)));
  }

  private readNumber(): string {
    NUMBER.lastIndex = this.at;
    const spelled = NUMBER.exec(this.text)?.[0];
    if (spelled === undefined) throw new SyntaxError(`no JSON value at ${this.at}`);
    this.at += spelled.length;
    return canonicalNumber(spelled);
  }

  private take(word: string): string {
    this.at += word.length;
    return word;
  }

  private skipSpace(): number {
    let code = this.text.charCodeAt(this.at);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09)
      code = this.text.charCodeAt(++this.at);
    return this.at;
  }
}

/** Comparison by UTF-16 code units, the same on every machine and in every locale. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function canonicalNumber(spelled: string): string {
  const [, sign, whole, fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(spelled) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  const significant = digits.slice(0, end);
  if (significant === '') return '0';
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length);
  return `${sign}${significant}e${power}`;
}
