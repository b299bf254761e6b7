/** JSON Schemas of what the YAML files say on access; `description` is what a person should put there. */

const expected =
  '"public", or a mapping with the key readers, and mutualTls where a client needs a certificate';

/** In api-root.yaml and collection.yaml. */
export const accessSchema = {
  if: { type: 'object' },
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
  then: {
    type: 'object',
    additionalProperties: false,
    required: ['readers'],
    properties: {
      readers: {
        type: 'string',
        // It names files, and stands in the rules of hosts.
        pattern: '^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$',
        description: 'the name of a list of readers out of a–z, 0–9 and "-", such as members',
      },
      mutualTls: { type: 'boolean', description: 'true or false' },
    },
  },
  else: { enum: ['public'], description: expected },
  description: expected,
};

const place = (description: string) => ({
  type: 'string',
  // Free of whatever means something in the configuration of a host.
  pattern: '^(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$',
  description,
});

/** In site.yaml. */
export const credentialPlacesSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    folder: place('the absolute path of the folder of the readers lists on the machine that serves the site'),
    realm: {
      type: 'string',
      pattern: '^[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,62}[A-Za-z0-9])?$',
      description:
        'what clients are told that they log in to: up to 64 letters, digits, spaces, ".", "_", "-"',
    },
    clientCa: place('the absolute path of the certificates that sign those of clients, as PEM'),
  },
  description: 'a mapping with the keys folder, realm and clientCa',
};
