import { test } from 'vitest';
import { characterSets } from '../../../src/stix/vocabularies/character-sets.ts';
import { expectList } from './expect-list.ts';

test('character sets of IANA, by preferred MIME name or else by name', () => {
  expectList(
    characterSets(),
    258,
    'UTF-8 US-ASCII ISO-8859-1 Shift_JIS windows-1252 UTF-7-IMAP ISO-10646-UCS-2',
    // Other case, an alias, and the name of one that has a preferred MIME name.
    'utf-8 latin1 ISO_8859-1:1987 ANSI_X3.4-1968',
  );
});
