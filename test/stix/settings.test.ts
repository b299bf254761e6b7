import { describe, expect, test } from 'vitest';
import { allFaultKinds } from '../../src/stix/fault-kinds.ts';
import type { FaultKind } from '../../src/stix/rules/rule.ts';
import { isSettable, settingNames, severityOf } from '../../src/stix/settings.ts';

const kind = (more: Partial<FaultKind<never>> = {}): FaultKind<never> => ({
  code: 'stix/example',
  level: 'should',
  oasis: ['241', 'hash-algo'],
  section: '§1',
  message: () => '',
  help: '',
  ...more,
});

describe('what a finding counts for', () => {
  test.each([
    ['must', 'both', 'error'],
    ['must', 'oasis', 'error'],
    ['must', 'text', 'warning'],
    ['should', 'both', 'warning'],
  ] as const)('%s of %s: %s', (level, basis, expected) => {
    expect(severityOf(kind({ level }), basis, {})).toBe(expected);
  });

  test('the nearest name counts', () => {
    const names = ['stix/example', '241', '210', '2', 'should'];
    for (const [index, name] of names.entries()) {
      const wider = Object.fromEntries(names.slice(index + 1).map((other) => [other, 'off' as const]));
      expect(severityOf(kind(), 'both', { ...wider, [name]: 'error' }), name).toBe('error');
    }
    expect(severityOf(kind(), 'both', { 'hash-algo': 'off' })).toBe('off');
    expect(severityOf(kind(), 'both', { 1: 'off', text: 'off', oasis: 'off', 270: 'off' })).toBe('warning');
  });

  test('what both sides demand listens to nothing', () => {
    const all = { 'stix/example': 'off', 241: 'off', should: 'off', text: 'off', oasis: 'off' } as const;
    expect(severityOf(kind({ level: 'must' }), 'both', all)).toBe('error');
  });

  test('classes speak for what only one side demands', () => {
    const must = kind({ level: 'must', oasis: [] });
    expect(severityOf(must, 'text', { text: 'error', oasis: 'off' })).toBe('error');
    expect(severityOf(must, 'oasis', { text: 'error', oasis: 'off' })).toBe('off');
  });

  test('what is off by default comes by its own names only', () => {
    const quiet = kind({ byDefault: 'off' });
    expect(severityOf(quiet, 'both', {})).toBe('off');
    expect(severityOf(quiet, 'both', { should: 'error', 2: 'error' })).toBe('off');
    expect(severityOf(quiet, 'both', { 241: 'error' })).toBe('error');
  });

  test('properties of Object are no settings', () => {
    expect(severityOf(kind({ oasis: ['constructor', 'toString'] }), 'both', {})).toBe('warning');
  });
});

describe('all kinds of faults', () => {
  test('have codes of their own, a section, and words for what to do', () => {
    const codes = allFaultKinds.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const { code, section, help } of allFaultKinds) {
      expect(code).toMatch(/^stix\/[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(section, code).toMatch(/^§/);
      expect(help, code).toMatch(/^[A-Z"`].*[.…]$/s);
    }
  });

  test('every OASIS number of a SHOULD can be set', () => {
    const names = settingNames(allFaultKinds);
    const numbers = [
      '1 101 102 103 111 121 141 142 143 149 150 2 201 202 203 210 211 212 213 214 215 216 218 219 220 221 222 223',
      '225 226 227 228 230 231 241 243 244 245 270 271 272 273 274 275 276 277 301 302 303 304 305 306 401',
    ].flatMap((line) => line.split(' '));
    for (const number of numbers) {
      expect(names.has(number), number).toBe(true);
      expect(isSettable(number, allFaultKinds), number).toBe(true);
    }
    expect(isSettable('stix/last-before-first', allFaultKinds)).toBe(false);
  });
});
