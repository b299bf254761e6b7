import { observableRule } from '../shared/observables.ts';

export const missingPort = observableRule({
  code: 'stix/missing-port',
  level: 'should',
  oasis: ['301', 'network-traffic-ports'],
  section: '§6.12',
  message: (v: { missing: string }) => `The network traffic has no ${v.missing}.`,
  help: 'Add the ports where the protocol has any and they are known.',
  types: ['network-traffic'],
  check: (traffic, report) => {
    const missing = ['src_port', 'dst_port'].filter((property) => traffic[property] === undefined);
    if (missing.length > 0)
      report([], { missing: missing.map((property) => `"${property}"`).join(' and no ') });
  },
});
