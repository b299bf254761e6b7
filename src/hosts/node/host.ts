import { allAnswers } from '../capabilities.ts';
import { type Host, nothing } from '../host.ts';

export const host: Host = {
  name: 'node',
  title: 'A Node process: taxii-press serve',
  level: 3,
  answers: { ...allAnswers('exact'), mutualTls: 'no' },
  departures: [],
  limits: [],
  testedWith: 'Node',
  emit: () => nothing,
};
