import { rule } from '../rule.ts';

export const indicatorText = rule({
  code: 'stix/indicator-text',
  level: 'should',
  oasis: ['303', 'indicator-properties'],
  section: '§4.7.1',
  types: ['indicator'],
  message: (v: { missing: string }) => `The indicator has no ${v.missing}.`,
  help: 'Say in a name and a description what the pattern finds and what that means: few people read patterns.',
  check(indicator, report) {
    const missing = ['name', 'description'].filter((property) => indicator[property] === undefined);
    if (missing.length > 0)
      report([], { missing: missing.map((property) => `"${property}"`).join(' and no ') });
  },
});
