import type { FaultKind } from '../rules/rule.ts';

type Kind<Values> = FaultKind<Values>;

/** What only a look at several objects can find. The OASIS validator judges each object alone. */

export const danglingReference = {
  code: 'stix/dangling-reference',
  level: 'should',
  section: '§3.3',
  message: ({ to }) => `It refers to ${to}, which the collection does not hold.`,
  help: 'Add the object, or remove the reference; whoever has the collection alone cannot follow it. `validation.references` says what this counts for.',
} satisfies Kind<{ to: string }>;

export const revokedReference = {
  code: 'stix/reference-to-revoked',
  level: 'should',
  section: '§3.6',
  message: ({ to }) => `It refers to ${to}, which is revoked.`,
  help: 'Refer to what took its place, or revoke this object too.',
} satisfies Kind<{ to: string }>;

export const changedAfterRevoked = {
  code: 'stix/changed-after-revoked',
  level: 'must',
  basis: 'text',
  section: '§3.6',
  message: ({ objectVersion, revoked }) =>
    `Version ${objectVersion} comes after version ${revoked}, which revoked the object.`,
  help: 'A revocation is final: give the new content a new id.',
} satisfies Kind<{ objectVersion: string; revoked: string }>;

export const creatorChanged = {
  code: 'stix/creator-changed',
  level: 'must',
  basis: 'text',
  section: '§3.5, §3.6',
  message: ({ creator, former }) => `"created_by_ref" is ${creator}, but an earlier version has ${former}.`,
  help: 'Only its creator makes a new version of an object. Restore the creator, or give the object a new id.',
} satisfies Kind<{ creator: string; former: string }>;

export const createdChanged = {
  code: 'stix/created-changed',
  level: 'must',
  basis: 'text',
  section: '§3.2, §3.6.1',
  message: ({ created, former }) => `"created" is ${created}, but an earlier version has ${former}.`,
  help: '"created" is when the first version was made and stays the same in all versions. Restore it.',
} satisfies Kind<{ created: string; former: string }>;

export const collectionRules = [
  danglingReference,
  revokedReference,
  changedAfterRevoked,
  creatorChanged,
  createdChanged,
] satisfies readonly Kind<never>[];
