import { describe } from '../../describe.ts';
import { elements, isObject, rule } from '../rule.ts';
import { isWellSpelled, SPELLING } from '../shared/spelling.ts';

export const killChainName = rule({
  code: 'stix/kill-chain-name',
  level: 'should',
  oasis: ['121', 'kill-chain-names'],
  section: '§2.11',
  types: ['attack-pattern', 'indicator', 'infrastructure', 'malware', 'tool'],
  message: (v: { property: string; name: string }) =>
    `"${v.property}" is ${describe(v.name)}, which is not in ${SPELLING}.`,
  help: 'Write the names of kill chains and their phases in lower case, with hyphens instead of blanks and underscores, so that they are found under one name.',
  check(object, report) {
    for (const [index, phase] of elements(object.kill_chain_phases).entries()) {
      if (!isObject(phase)) continue;
      for (const property of ['kill_chain_name', 'phase_name']) {
        const name = phase[property];
        if (typeof name === 'string' && !isWellSpelled(name))
          report(['kill_chain_phases', index, property], { property, name });
      }
    }
  },
});
