import { tlpLevels } from '../stix/collection/tlp.ts';

/** JSON Schemas of `validation` and `policy`; apart from what they mean, since rules are made of compiled schemas. */

const setting = {
  enum: ['off', 'warning', 'error'],
  description: 'off, warning or error',
};

const acceptance = {
  type: 'object',
  additionalProperties: false,
  required: ['code', 'reason'],
  properties: {
    code: { type: 'string', pattern: '\\S', description: 'the code of a finding, such as stix/url' },
    id: { type: 'string', pattern: '\\S', description: 'the id of an object' },
    release: { type: 'string', pattern: '\\S', description: 'text in quotes, such as "17.1"' },
    reason: { type: 'string', pattern: '\\S', description: 'text: why the fault is let through' },
  },
  description: 'a mapping with the keys code and reason, and id and release where they matter',
};

const enforce = { enum: ['all', 'latest', 'none'], description: 'all, latest or none' };
const references = { enum: ['error', 'warning', 'off'], description: 'error, warning or off' };
const rules = {
  type: 'object',
  additionalProperties: setting,
  description: 'a mapping from rules to off, warning or error',
};

export const siteValidationSchema = {
  type: 'object',
  additionalProperties: false,
  properties: { enforce, rules, references },
  description: 'a mapping with the keys enforce, rules and references',
};

export const collectionValidationSchema = {
  ...siteValidationSchema,
  properties: {
    enforce,
    rules,
    references,
    accept: { type: 'array', items: acceptance, description: 'a list of exceptions' },
  },
  description: 'a mapping with the keys enforce, rules, references and accept',
};

export const policySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['tlp'],
  properties: {
    tlp: { enum: [...tlpLevels], description: `one of ${tlpLevels.join(', ')}` },
    requireMarking: { type: 'boolean', description: 'true or false' },
  },
  description: 'a mapping with the keys tlp and requireMarking',
};
