import { accessSchema, credentialPlacesSchema } from './access-schemas.ts';
import { hostNames } from './site-config.ts';
import { collectionValidationSchema, policySchema, siteValidationSchema } from './validation-schemas.ts';

/** JSON Schemas (2020-12) of the three YAML files; `description` is what a person should put there. */

const text = (description: string) => ({ type: 'string', pattern: '\\S', description });

export const siteSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['title', 'hosts'],
  properties: {
    title: text('text: the name of the TAXII server'),
    description: text('text: what the server offers'),
    contact: text('text: how to reach those who run it'),
    baseUrl: {
      type: 'string',
      description:
        'the absolute URL of the site, ending in "/", without a query, its path of letters, digits, ".", "_", "~", "-" and "/", and not /taxii2/, where discovery is (TAXII 2.1 §4.1.1)',
    },
    defaultApiRoot: text('the folder name of an API root'),
    hosts: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { type: 'string', enum: [...hostNames], description: `one of ${hostNames.join(', ')}` },
      description: `a list of hosts out of ${hostNames.join(', ')}`,
    },
    paging: {
      type: 'object',
      additionalProperties: false,
      properties: {
        max: {
          type: 'integer',
          minimum: 1,
          maximum: 10000,
          description: 'a whole number from 1 to 10000: the most objects in one answer',
        },
      },
      description: 'a mapping with the key max',
    },
    validation: siteValidationSchema,
    policy: policySchema,
    compat: {
      type: 'object',
      additionalProperties: false,
      properties: { emptyObjects: { type: 'boolean', description: 'true or false' } },
      description: 'a mapping with the key emptyObjects',
    },
    access: credentialPlacesSchema,
  },
};

export const apiRootSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['title'],
  properties: {
    title: text('text: the name of the API root'),
    description: text('text: whom the API root is for'),
    maxContentLength: {
      type: 'integer',
      minimum: 1,
      description: 'a whole number of octets greater than zero (TAXII 2.1 §4.2.1)',
    },
    access: accessSchema,
  },
};

const release = {
  type: 'object',
  additionalProperties: false,
  required: ['version', 'date', 'file'],
  properties: {
    version: text('text in quotes, such as "17.1"'),
    date: text('text: a date and time in UTC such as 2026-01-31T12:00:00Z'),
    file: text('the name of a bundle in the directory'),
    description: text('text: what the release is about'),
    sha256: { type: 'string', pattern: '^[0-9a-f]{64}$', description: '64 hexadecimal digits in lower case' },
  },
  description: 'a mapping with the keys version, date and file',
};

export const collectionSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'source'],
  properties: {
    id: {
      type: 'string',
      // TAXII 2.1 §2: an identifier is a UUIDv4 (RFC 4122)
      pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
      description: 'a UUID of version 4 in lower case (TAXII 2.1 §2)',
    },
    title: text('text: the name by which clients choose the collection'),
    alias: {
      type: 'string',
      pattern: '^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$',
      description: 'a name for URLs out of a–z, 0–9, ".", "_" and "-"',
    },
    description: text('text: what the collection holds'),
    access: accessSchema,
    validation: collectionValidationSchema,
    policy: policySchema,
    source: {
      type: 'object',
      required: ['kind'],
      properties: {
        kind: { enum: ['working-tree', 'snapshots'], description: '"working-tree" or "snapshots"' },
      },
      allOf: [
        {
          if: { required: ['kind'], properties: { kind: { const: 'working-tree' } } },
          // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
          then: { additionalProperties: false, properties: { kind: true } },
        },
        {
          if: { required: ['kind'], properties: { kind: { const: 'snapshots' } } },
          // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
          then: {
            additionalProperties: false,
            required: ['kind', 'releases'],
            properties: {
              kind: true,
              directory: text('the folder of the bundles, relative to the collection'),
              releases: { type: 'array', items: release, description: 'a list of releases' },
            },
          },
        },
      ],
      description: 'a mapping with the key kind',
    },
  },
};
