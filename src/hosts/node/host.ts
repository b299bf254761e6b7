import { allAnswers } from '../capabilities.ts';
import type { Host } from '../host.ts';
import { emitImage } from './emit.ts';

export const host: Host = {
  name: 'node',
  title: 'A Node process: taxii-press serve, also as a Docker image',
  level: 3,
  answers: { ...allAnswers('exact'), mutualTls: 'no' },
  departures: [],
  limits: [],
  testedWith: 'Node; of the image, the steps and commands of its definition without Docker',
  emit: emitImage,
};
