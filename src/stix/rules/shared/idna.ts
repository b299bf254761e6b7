import { decodePunycode, punycodeLength } from './punycode.ts';

/**
 * Names of hosts by IDNA 2008 (RFC 5890 to 5893), from what JavaScript knows of Unicode. It knows neither joining
 * types nor classes of direction, so that for rare scripts those are taken from the script.
 */

const DOTS = /[.\u3002\uff0e\uff61]/;
const ASCII_LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

const LONGEST_LABEL = 63;
const LONGEST_NAME = 253;

/** In any case of its ASCII letters, with or without the dot at the end. */
export function isDomainName(text: string): boolean {
  // No character is shorter in ASCII than here
  if (text.length > LONGEST_NAME + 1) return false;
  const labels = text.split(DOTS);
  if (labels.length > 1 && labels.at(-1) === '') labels.pop();
  let length = labels.length - 1;
  for (const label of labels) {
    const size = asciiLength(label);
    if (size === undefined || size > LONGEST_LABEL) return false;
    length += size;
  }
  return length <= LONGEST_NAME;
}

/** How long a label is in ASCII; undefined where it is none. */
function asciiLength(label: string): number | undefined {
  if (!/^[\0-\x7f]*$/.test(label))
    return isLabel(label) ? 'xn--'.length + punycodeLength(codesOf(label)) : undefined;
  const lower = label.toLowerCase();
  if (!lower.startsWith('xn--'))
    return ASCII_LABEL.test(lower) && !lower.startsWith('--', 2) ? label.length : undefined;
  const decoded = lower.endsWith('-') ? undefined : decodePunycode(lower.slice(4));
  return decoded !== undefined && isLabel(decoded) ? label.length : undefined;
}

function codesOf(text: string): number[] {
  return [...text].map((character) => character.codePointAt(0)!);
}

/** RFC 5891 §4.2: a label of any letters. */
function isLabel(label: string): boolean {
  const characters = [...label];
  return (
    label !== '' &&
    label.normalize('NFC') === label &&
    !label.startsWith('-') &&
    !label.endsWith('-') &&
    !(characters[2] === '-' && characters[3] === '-') &&
    !/^\p{M}/u.test(label) &&
    characters.every((character, index) => isAllowed(character, index, characters)) &&
    isBidi(characters)
  );
}

/** RFC 5892 §2.6: decided one by one; and the dotless i, which has its upper case from another letter. */
const EXCEPTIONS = /[\u00df\u03c2\u06fd\u06fe\u0f0b\u3007\u0131]/;
const NEVER = /[\u0640\u07fa\u302e\u302f\u3031-\u3035\u303b]/;
/** §2.7 to §2.9: blocks of no use in names, and the letters that Hangul syllables are put together from. */
const UNFIT =
  /[\u20d0-\u20ff\u{1d100}-\u{1d24f}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff\p{White_Space}\p{Default_Ignorable_Code_Point}]/u;
const LETTER_OR_DIGIT = /[\p{Ll}\p{Lu}\p{Lo}\p{Nd}\p{Lm}\p{Mn}\p{Mc}]/u;
/** Cherokee alone folds to the upper case. */
const CHEROKEE = /[\u13a0-\u13f5]/;
const SMALL_CHEROKEE = /[\u13f8-\u13fd\uab70-\uabbf]/;

function isAllowed(character: string, index: number, label: readonly string[]): boolean {
  if (/[a-z0-9-]/.test(character) || EXCEPTIONS.test(character)) return true;
  const inContext = contexts.find(([pattern]) => pattern.test(character));
  if (inContext) return inContext[1](label, index);
  if (NEVER.test(character) || UNFIT.test(character)) return false;
  if (!LETTER_OR_DIGIT.test(character) || SMALL_CHEROKEE.test(character)) return false;
  return CHEROKEE.test(character) || fold(character) === character;
}

/** §2.2: what upper case, and compatibility forms, come to. */
function fold(character: string): string {
  const lower = character.normalize('NFKC').toUpperCase().toLowerCase();
  return lower.normalize('NFKC');
}

type Context = (label: readonly string[], index: number) => boolean;

/** RFC 5892, appendix A. */
const contexts: readonly (readonly [RegExp, Context])[] = [
  [/\u200c/, (label, index) => isAfterVirama(label, index) || isBetweenJoining(label, index)],
  [/\u200d/, isAfterVirama],
  [/\u00b7/, (label, index) => label[index - 1] === 'l' && label[index + 1] === 'l'],
  [/\u0375/, (label, index) => /\p{Script=Greek}/u.test(label[index + 1] ?? '')],
  [/[\u05f3\u05f4]/, (label, index) => /\p{Script=Hebrew}/u.test(label[index - 1] ?? '')],
  [
    /\u30fb/,
    (label) => label.some((other) => /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(other)),
  ],
  [/[\u0660-\u0669]/, (label) => !label.some((other) => /[\u06f0-\u06f9]/.test(other))],
  [/[\u06f0-\u06f9]/, (label) => !label.some((other) => /[\u0660-\u0669]/.test(other))],
];

/** Signs that silence the vowel of the letter before. */
const VIRAMA =
  /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u0e3a\u0eba\u0f84\u1039\u103a\u1714\u1715\u1734\u17d2\u1a60\u1b44\u1baa\u1bab\u1bf2\u1bf3\u2d7f\ua806\ua82c\ua8c4\ua953\ua9c0\uaaf6\uabed\u{10a3f}\u{11046}\u{11070}\u{1107f}\u{110b9}\u{11133}\u{11134}\u{111c0}\u{11235}\u{112ea}\u{1134d}\u{11442}\u{114c2}\u{115bf}\u{1163f}\u{116b6}\u{1172b}\u{11839}\u{1193d}\u{1193e}\u{119e0}\u{11a34}\u{11a47}\u{11a99}\u{11c3f}\u{11d44}\u{11d45}\u{11d97}]/u;

function isAfterVirama(label: readonly string[], index: number): boolean {
  return VIRAMA.test(label[index - 1] ?? '');
}

const JOINING = /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Mandaic}]/u;
/** Arabic letters that join to the one before only, and those that join to none. */
const ENDING =
  /[\u0621-\u0625\u0627\u0629\u062f-\u0632\u0648\u0671-\u0677\u0688-\u0699\u06c0\u06c3-\u06cb\u06cd\u06cf\u06d2\u06d3\u06d5\u06ee\u06ef\u0710\u0715-\u0719\u071e\u0728\u072a\u072c\u072f]/;
const ALONE = /[\u0621\u0674]/;

function isBetweenJoining(label: readonly string[], index: number): boolean {
  const isMark = (character: string) => /\p{Mn}/u.test(character);
  const before = label.slice(0, index).findLast((character) => !isMark(character)) ?? '';
  const after = label.slice(index + 1).find((character) => !isMark(character)) ?? '';
  return joins(before) && !ENDING.test(before) && joins(after) && !ALONE.test(after);
}

function joins(character: string): boolean {
  return JOINING.test(character) && /\p{L}/u.test(character);
}

/** The blocks that Unicode keeps for scripts written from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const ARABIC_DIGIT = /[\u0660-\u0669\u{10d30}-\u{10d39}\u{10e60}-\u{10e7e}]/u;
const EUROPEAN_DIGIT = /[0-9\u06f0-\u06f9]/;
const NEUTRAL = /[-\u00b7\u0375\u30fb\u200c\u200d]/;

/** RFC 5893 §2, in classes of direction: R for AL too. */
function classOf(character: string): 'R' | 'L' | 'AN' | 'EN' | 'NSM' | 'ON' {
  if (ARABIC_DIGIT.test(character)) return 'AN';
  if (EUROPEAN_DIGIT.test(character)) return 'EN';
  if (/[\p{Mn}\p{Me}]/u.test(character)) return 'NSM';
  if (NEUTRAL.test(character)) return 'ON';
  return RIGHT_TO_LEFT.test(character) ? 'R' : 'L';
}

function isBidi(label: readonly string[]): boolean {
  const classes = label.map(classOf);
  if (!classes.some((direction) => direction === 'R' || direction === 'AN')) return true;
  const last = classes.findLast((direction) => direction !== 'NSM');
  if (classes[0] === 'L')
    return !classes.includes('R') && !classes.includes('AN') && (last === 'L' || last === 'EN');
  if (classes[0] !== 'R' || classes.includes('L')) return false;
  if (classes.includes('AN') && classes.includes('EN')) return false;
  return last === 'R' || last === 'AN' || last === 'EN';
}
