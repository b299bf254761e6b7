import { schemaTexts } from '../stix/schemas/compiled-texts.ts';
import { type OutputFile, textFile } from './output-file.ts';

/** The folder of the JSON Schemas of STIX 2.1, for whoever wants to check objects with them. */
export const SCHEMAS = 'schemas';

/** The JSON Schemas as they are written; references between them are relative, so any base will do. */
export function schemaFiles(): OutputFile[] {
  return Object.entries(schemaTexts).map(([path, text]) => textFile(`${SCHEMAS}/${path}`, () => text));
}
