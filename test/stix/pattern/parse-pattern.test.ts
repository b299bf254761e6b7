import { describe, expect, test } from 'vitest';
import type { Observation } from '../../../src/stix/pattern/ast.ts';
import { parsePattern } from '../../../src/stix/pattern/parse-pattern.ts';
import { print, withoutOffsets } from './print.ts';

function parse(text: string): Observation {
  const { pattern, faults } = parsePattern(text);
  expect(faults).toEqual([]);
  return pattern!.observation;
}

/** The shape of a pattern with its tests as letters, to see what binds to what. */
function shape(text: string): string {
  return JSON.stringify(parse(text), (_key, node) => {
    if (node?.kind === 'exists') return node.path.steps[0].name;
    if (node?.kind === 'observation')
      return node.qualifiers.length ? [node.comparison, 'q'] : [node.comparison];
    if (node?.kind === 'group') return { '()': node.inner, ...(node.qualifiers.length ? { q: 1 } : {}) };
    return node?.operands ? { [node.kind]: node.operands } : node;
  }).replaceAll('"', '');
}

describe('what is a pattern', () => {
  test.each([
    "[file:name = 'a']",
    "[file:name='a']",
    "\u0085\u1680\u2003\u2028\u3000\t\v\f\r\n[ file : name\u00a0=\u205f'a' ]\u202f",
    "/* first */ [file:name = /* inside */ 'a'] // last",
    "[file:name // to the end of the line ]\n = 'a']",
    "[file:name = 'a'] /**/ /***/ //",
    "[file:name = '']",
    "[file:name = 'it\\'s a \\\\ there']",
    "[file:name = 'line\nfeed, /* no comment */ // nor here, \u0000 and 😀']",
    "[file:name NOT = 'a']",
    '[file:size == 1]',
    '[file:size <> 1]',
    '[file:size NOT != 1]',
    '[file:size<1 OR file:size<=1 OR file:size>-1 OR file:size>=+1]',
    '[file:size = 0]',
    '[file:size = -0]',
    '[file:size > .5 OR file:size > -.5 OR file:size > 007.50]',
    '[file:size = 123456789012345678901234567890]',
    '[file:size=1AND file:size=2]',
    '[email-message:is_multipart = true OR email-message:is_multipart != false]',
    "[file:magic_number_hex = h'' OR file:magic_number_hex = h'00fF']",
    "[artifact:payload_bin = b'AAAA' OR artifact:payload_bin = b'AAA=' OR artifact:payload_bin = b'AA==']",
    "[artifact:payload_bin = b'AA\nAA\nAA=\n=']",
    "[file:ctime > t'2024-02-29T23:59:60Z' OR file:ctime < t'2024-12-31T00:00:00.123456789Z']",
    "[file:name IN ('a','b' , 'c')]",
    '[file:size NOT IN (1, -2, 3.5)]',
    '[file:size IN ()]',
    "[file:name LIKE '%a_']",
    "[file:name NOT LIKE'a']",
    "[file:name MATCHES '^\\\\d+$']",
    "[ipv4-addr:value ISSUBSET '198.51.100.0/24' AND ipv4-addr:value NOT ISSUPERSET '198.51.100.0/27']",
    '[EXISTS file:name]',
    '[NOT EXISTS file:name]',
    "[file:'name' = 'a']",
    "[file:extensions.'x-ext'.a_b[0].c[*][-1].'d e' = 1]",
    '[file:size = 1 AND (file:size = 2 OR (file:size = 3))]',
    '[_x:_y = 1]',
    '[x-:y = 1]',
    '[x--y:z = 1]',
    "[h:h = h'00' AND b:b = b'AAAA' AND t:t = 't']",
    '[and:or = 1]',
    '[True:FALSE = 1]',
    '[x-AND:y = 1]',
    "[file:'AND' = 1]",
    '([file:size = 1])',
    '(([file:size = 1])AND([file:size = 2]))',
    '[file:size = 1] WITHIN 5 SECONDS',
    '[file:size = 1]WITHIN .5 SECONDS REPEATS 2 TIMES',
    '[file:size = 1] REPEATS +1 TIMES REPEATS 0 TIMES',
    "[file:size = 1] START t'2024-01-01T00:00:00Z' STOP t'2024-02-01T00:00:00Z'",
    '[file:size = 1] AND [file:size = 2] OR [file:size = 3] FOLLOWEDBY [file:size = 4]',
  ])('%j', (text) => {
    const tree = parse(text);
    expect(withoutOffsets(parse(print(tree)))).toEqual(withoutOffsets(tree));
  });
});

describe('what binds to what (§9.5.3)', () => {
  test.each([
    ['[EXISTS x:a OR EXISTS x:b AND EXISTS x:c]', '[{or:[a,{and:[b,c]}]}]'],
    ['[EXISTS x:a AND EXISTS x:b OR EXISTS x:c]', '[{or:[{and:[a,b]},c]}]'],
    ['[EXISTS x:a AND (EXISTS x:b OR EXISTS x:c)]', '[{and:[a,{or:[b,c]}]}]'],
    ['[((EXISTS x:a) AND EXISTS x:b) AND EXISTS x:c]', '[{and:[{and:[a,b]},c]}]'],
    ['[EXISTS x:a OR EXISTS x:b OR EXISTS x:c]', '[{or:[a,b,c]}]'],
    ['[EXISTS x:a] FOLLOWEDBY [EXISTS x:b] OR [EXISTS x:c]', '{followedBy:[[a],{or:[[b],[c]]}]}'],
    ['[EXISTS x:a] OR [EXISTS x:b] AND [EXISTS x:c]', '{or:[[a],{and:[[b],[c]]}]}'],
    ['[EXISTS x:a] AND [EXISTS x:b] WITHIN 1 SECONDS', '{and:[[a],[b,q]]}'],
    ['([EXISTS x:a] AND [EXISTS x:b]) WITHIN 1 SECONDS', '{():{and:[[a],[b]]},q:1}'],
    ['([EXISTS x:a] OR [EXISTS x:b]) AND [EXISTS x:c]', '{and:[{():{or:[[a],[b]]}},[c]]}'],
  ])('%s', (text, expected) => expect(shape(text)).toBe(expected));
});

describe('what a pattern means', () => {
  test('a test, with the places of its parts', () => {
    expect(parse("[ file:hashes.'a\\'b' NOT = 'c\\\\' ]")).toEqual({
      kind: 'observation',
      comparison: {
        kind: 'order',
        operator: '=',
        isNegated: true,
        path: {
          type: 'file',
          steps: [
            { kind: 'key', name: 'hashes', isQuoted: false, start: 7, end: 13 },
            { kind: 'key', name: "a'b", isQuoted: true, start: 14, end: 20 },
          ],
          start: 2,
          end: 20,
        },
        value: { kind: 'string', value: 'c\\', start: 27, end: 32 },
        start: 2,
        end: 32,
      },
      qualifiers: [],
      start: 0,
      end: 34,
    });
  });

  test('steps, operators in their older spelling, and qualifiers', () => {
    const tree = parse('([a:b[*][0] <> true] REPEATS 2 TIMES) WITHIN 1.50 SECONDS');
    expect(withoutOffsets(tree)).toEqual({
      kind: 'group',
      inner: {
        kind: 'observation',
        comparison: {
          kind: 'order',
          operator: '!=',
          isNegated: false,
          path: {
            type: 'a',
            steps: [
              { kind: 'key', name: 'b', isQuoted: false },
              { kind: 'every' },
              { kind: 'index', index: '0' },
            ],
          },
          value: { kind: 'boolean', value: true },
        },
        qualifiers: [{ kind: 'repeats', times: { kind: 'integer', value: '2' } }],
      },
      qualifiers: [{ kind: 'within', seconds: { kind: 'float', value: '1.50' } }],
    });
  });

  test('places end with what they hold, not with the space behind it', () => {
    const text = '  [a:b = 1 ]  OR  [c:d IN (1) /* x */ ] WITHIN 1 SECONDS  ';
    const tree = parse(text) as Extract<Observation, { kind: 'or' }>;
    expect([tree, ...tree.operands].map(({ start, end }) => text.slice(start, end))).toEqual([
      text.trim(),
      '[a:b = 1 ]',
      '[c:d IN (1) /* x */ ] WITHIN 1 SECONDS',
    ]);
  });
});
