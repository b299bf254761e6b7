import type { Diagnostic, Place } from './diagnostic.ts';
import { type Frame, frameOf } from './frame.ts';
import { type Group, groupFindings, plural, summarize } from './groups.ts';
import { type Paint, plain, type Surroundings } from './surroundings.ts';
import { visible } from './visible.ts';

/** Of one code so many are printed one by one; the rest are counted. */
const SHOWN_OF_A_CODE = 5;
const WIDTH = 100;

type Printing = Surroundings & { readonly paint: Paint; readonly width: number };

/** For people: what, where, the source around it, and how to mend it; a summary at the end. */
export function printPretty(found: readonly Diagnostic[], surroundings: Surroundings): string {
  if (found.length === 0) return '';
  const printing = {
    ...surroundings,
    paint: surroundings.paint ?? plain,
    width: surroundings.width ?? WIDTH,
  };
  const { first, more } = groupFindings(found, () => SHOWN_OF_A_CODE);
  return [
    ...first.map((diagnostic) => `${linesOf(diagnostic, printing).join('\n')}\n\n`),
    ...more.map((group) => `${countOf(group, printing)}\n\n`),
    `${summarize(found)}\n`,
  ].join('');
}

function linesOf(diagnostic: Diagnostic, printing: Printing): string[] {
  const { severity, message, code, at, object, related = [], help } = diagnostic;
  const { paint } = printing;
  const label = (name: string, text: string) => `  ${paint('dim', name)} ${visible(text)}`;
  return [
    `${paint(severity, severity)} ${visible(message)} ${paint('dim', `[${code}]`)}`,
    ...(at ? [label('at', placeOf(at))] : []),
    ...(object ? [label('in', object.id)] : []),
    ...framed(diagnostic, printing),
    ...related.map((other) => label('see', `${placeOf(other.at)}: ${other.message}`)),
    label('help', help),
  ];
}

/** A source that cannot be shown leaves the finding as it is. */
function framed({ at, severity }: Diagnostic, { source, paint, width }: Printing): string[] {
  const excerpt = at?.line === undefined ? undefined : source?.(at.file, at.line, at.column);
  if (!excerpt) return [];
  const print = ({ gutter, text, isMarker }: Frame) =>
    `  ${paint('dim', gutter)}${isMarker ? paint(severity, text) : text}`.trimEnd();
  return frameOf(excerpt, at?.column, width - 2).map(print);
}

function countOf({ code, severity, count }: Group, { paint }: Printing): string {
  const rest = plural(count - SHOWN_OF_A_CODE, `more ${severity}`);
  return `… and ${rest} like these, ${count} in all ${paint('dim', `[${code}]`)}; --format json shows each`;
}

/** A place in one word, as editors and terminals follow it. */
function placeOf({ file, line, column, pointer }: Place): string {
  const position = [file, line, column].filter((part) => part !== undefined).join(':');
  return pointer ? `${position} (${pointer})` : position;
}
