import { collectionRules } from './collection/rules.ts';
import { patternFaultKinds, patternSyntax } from './pattern/check-indicator.ts';
import { allRules } from './rules/all.ts';
import type { FaultKind } from './rules/rule.ts';
import { notAnObject, schemaFaults } from './schemas/faults.ts';

/** Everything that the validator can find, each code once. */
export const allFaultKinds: readonly FaultKind<never>[] = [
  notAnObject,
  ...schemaFaults.values(),
  patternSyntax,
  ...patternFaultKinds.values(),
  ...allRules,
  ...collectionRules,
];
