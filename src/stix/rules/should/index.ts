import type { Rule } from '../rule.ts';
import { administrativeArea } from './administrative-area.ts';
import { customPrefix } from './custom-prefix.ts';
import { customPrefixLax } from './custom-prefix-lax.ts';
import { deprecatedProperty } from './deprecated-property.ts';
import { deterministicIdRule } from './deterministic-id.ts';
import { duplicateId } from './duplicate-id.ts';
import { extensionDescription } from './extension-description.ts';
import { extensionProperties } from './extension-properties.ts';
import { extensionUse } from './extension-use.ts';
import { hashNameLength } from './hash-name-length.ts';
import { indicatorText } from './indicator-text.ts';
import { killChainName } from './kill-chain-name.ts';
import { locationPrecision } from './location-precision.ts';
import { markingDefinitionType } from './marking-definition-type.ts';
import { missingPort } from './missing-port.ts';
import { observableDictionaryKey } from './observable-dictionary-key.ts';
import { observableKey } from './observable-key.ts';
import { priorityClass } from './priority-class.ts';
import { productName } from './product-name.ts';
import { recommendedUuid } from './recommended-uuid.ts';
import { referenceWithoutHash } from './reference-without-hash.ts';
import { registeredNameRules } from './registered-name.ts';
import { relationshipType } from './relationship-type.ts';
import { vocabularyRules } from './vocabulary.ts';
import { vocabularySpelling } from './vocabulary-spelling.ts';

/** What an object should be, in the order of the OASIS validator's numbers; last, what it does not ask. */
export const shouldRules: readonly Rule[] = [
  customPrefix,
  customPrefixLax,
  recommendedUuid,
  vocabularySpelling,
  killChainName,
  observableKey,
  observableDictionaryKey,
  productName,
  priorityClass,
  hashNameLength,
  markingDefinitionType,
  relationshipType,
  duplicateId,
  ...vocabularyRules,
  ...registeredNameRules,
  missingPort,
  referenceWithoutHash,
  indicatorText,
  deprecatedProperty,
  extensionDescription,
  extensionProperties,
  extensionUse,
  deterministicIdRule,
  locationPrecision,
  administrativeArea,
];
