import type { Rule } from '../rule.ts';
import { archivedDirectory } from './archived-directory.ts';
import { characterSet } from './character-set.ts';
import { customCpe } from './custom-cpe.ts';
import { customId } from './custom-id.ts';
import { domainName } from './domain-name.ts';
import { emptyCustomProperty } from './empty-custom-property.ts';
import { emptyNestedValue } from './empty-nested-value.ts';
import { encodingProperty } from './encoding-property.ts';
import { endNotAfterStart } from './end-not-after-start.ts';
import { externalId } from './external-id.ts';
import { externalIdMissing } from './external-id-missing.ts';
import { hexCase } from './hex-case.ts';
import { language } from './language.ts';
import { languageTag } from './language-tag.ts';
import { languageUnlisted } from './language-unlisted.ts';
import { lastBeforeFirst } from './last-before-first.ts';
import { localReference } from './local-reference.ts';
import { localReferenceRest } from './local-reference-rest.ts';
import { localReferenceTarget } from './local-reference-target.ts';
import { markingOfItself } from './marking-of-itself.ts';
import { mimeType } from './mime-type.ts';
import { modifiedBeforeCreated } from './modified-before-created.ts';
import { olderBundle } from './older-bundle.ts';
import { orderAsText } from './order-as-text.ts';
import { orderPastMicroseconds } from './order-past-microseconds.ts';
import { propertyName } from './property-name.ts';
import { propertyNameRest } from './property-name-rest.ts';
import { reservedName } from './reserved-name.ts';
import { reservedNameRest } from './reserved-name-rest.ts';
import { reservedPhoneNumbers } from './reserved-phone-numbers.ts';
import { schemaType } from './schema-type.ts';
import { selectorIntoText } from './selector-into-text.ts';
import { selectorTarget } from './selector-target.ts';
import { softwareCpe } from './software-cpe.ts';
import { suffixedProperty } from './suffixed-property.ts';
import { tlp } from './tlp.ts';
import { tlpDefinition } from './tlp-definition.ts';
import { translationName } from './translation-name.ts';
import { undefinedDate } from './undefined-date.ts';
import { undefinedProperty } from './undefined-property.ts';
import { url } from './url.ts';
import { uuidVersion } from './uuid-version.ts';

/** What an object must be that its schema cannot say. */
export const mustRules: readonly Rule[] = [
  schemaType,
  uuidVersion,
  customId,
  olderBundle,
  modifiedBeforeCreated,
  lastBeforeFirst,
  endNotAfterStart,
  orderAsText,
  orderPastMicroseconds,
  undefinedDate,
  undefinedProperty,
  propertyName,
  propertyNameRest,
  reservedName,
  reservedNameRest,
  reservedPhoneNumbers,
  emptyCustomProperty,
  emptyNestedValue,
  suffixedProperty,
  hexCase,
  encodingProperty,
  externalId,
  externalIdMissing,
  url,
  language,
  languageUnlisted,
  languageTag,
  translationName,
  selectorTarget,
  selectorIntoText,
  markingOfItself,
  tlp,
  tlpDefinition,
  characterSet,
  mimeType,
  softwareCpe,
  customCpe,
  domainName,
  localReference,
  localReferenceRest,
  localReferenceTarget,
  archivedDirectory,
];
