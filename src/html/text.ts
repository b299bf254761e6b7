/** Numbers and dates as people read them, the same in every locale and time zone. */

/** `1234567` → `1,234,567`; for whole numbers from zero. */
export function groupDigits(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 object`, `1,234 objects`. */
export function counted(value: number, singular: string): string {
  return `${groupDigits(value)} ${singular}${value === 1 ? '' : 's'}`;
}

export interface DateView {
  /** `2026-01-31`, in UTC. */
  readonly day: string;
  /** `2026-01-31 12:00 UTC`. */
  readonly minute: string;
  /** Valid as HTML's `datetime`, which takes no more than milliseconds. */
  readonly machine: string;
}

/** @param instant RFC 3339 in UTC with "Z", as `isInstant` has checked */
export function dateView(instant: string): DateView {
  const day = instant.slice(0, 10);
  return { day, minute: `${day} ${instant.slice(11, 16)} UTC`, machine: `${instant.slice(0, 19)}Z` };
}

export interface ContactView {
  readonly text: string;
  /** Where the contact is nothing but a mail address or a web address. */
  readonly href?: string;
}

export function contactView(text: string): ContactView {
  const contact = text.trim();
  if (/^[^\s@:/?<>"]+@[^\s@:/?<>"]+$/.test(contact)) return { text: contact, href: `mailto:${contact}` };
  if (/^https?:\/\/\S+$/.test(contact)) return { text: contact, href: contact };
  return { text: contact };
}
