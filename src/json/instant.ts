/**
 * Instants as JSON carries them: RFC 3339 text in UTC with "Z" (STIX 2.1 §2.16, TAXII 2.1 §2).
 * They stay text, because a JavaScript date drops microseconds and text of unequal length sorts wrongly.
 */

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?Z$/;
const PLAIN = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/;

/** True for a calendar-valid instant in UTC, with any number of fraction digits. */
export function isInstant(text: string): boolean {
  return PLAIN.test(text) || isRareInstant(text);
}

/** Days that not every month has, and leap seconds. */
function isRareInstant(text: string): boolean {
  const parts = INSTANT.exec(text);
  if (!parts) return false;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as number[];
  if (month! < 1 || month! > 12 || day! < 1 || day! > daysIn(year!, month!)) return false;
  if (hour! > 23 || minute! > 59) return false;
  // RFC 3339 §5.6: a leap second, only at the end of a UTC day
  return second! <= 59 || (second === 60 && hour === 23 && minute === 59);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Orders two instants by time, whatever the length of their fractions; texts that are none sort as text. */
export function compareInstants(a: string, b: string): number {
  // Equal lengths mean equal fractions, which is nearly always so, and then text sorts as time does.
  const sameForm = a.length === b.length;
  const left = sameForm ? a : sortable(a);
  const right = sameForm ? b : sortable(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** True where two texts name one moment, however long their fractions are. */
export function isSameInstant(a: string, b: string): boolean {
  return a === b || (a.length !== b.length && sortable(a) === sortable(b));
}

/** A text that is the same for all spellings of a moment: "…30Z", "…30.0Z" and "…30.000Z" are "…30". */
export function sortable(text: string): string {
  let end = text.endsWith('Z') ? text.length - 1 : text.length;
  if (text.lastIndexOf('.') === -1) return text.slice(0, end);
  while (text[end - 1] === '0') end -= 1;
  return text.slice(0, text[end - 1] === '.' ? end - 1 : end);
}

/**
 * Microseconds since 1970 of an instant, an exact integer; digits beyond microseconds are cut off.
 * A leap second counts as the last microsecond before the next day.
 */
export function toMicroseconds(text: string): number {
  const parts = INSTANT.exec(text);
  if (!parts) throw new RangeError(`not an instant: ${text}`);
  const leap = parts[6] === '60';
  const seconds = Date.parse(`${text.slice(0, 17)}${leap ? '59' : parts[6]}Z`);
  const micros = leap ? 999_999 : Number((parts[7] ?? '').padEnd(6, '0').slice(0, 6));
  const exact = seconds * 1000 + micros;
  // Beyond the year 2255 a double holds whole milliseconds only; no date_added lies there.
  return Number.isSafeInteger(exact) ? exact : seconds * 1000 + Math.floor(micros / 1000) * 1000;
}

/** `YYYY-MM-DDTHH:MM:SS.ssssssZ`, the form that TAXII 2.1 §2 prescribes. */
export function fromMicroseconds(micros: number): string {
  const milliseconds = Math.floor(micros / 1000);
  const rest = String(micros - milliseconds * 1000).padStart(3, '0');
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${rest}Z`;
}
