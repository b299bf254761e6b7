import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gatherContent } from '../../src/commands/gather/content.ts';
import { resolveFile } from '../../src/query/file-resolver.ts';
import { planRuleSite, type RuleSite } from '../../src/site/rule-site.ts';
import { TAXII } from '../../src/taxii/media-type.ts';
import type { Reference } from './compare.ts';

/** What level 2 means, from the table and the files of a site on disk: the measure of every printed rule. */
export function fileReference(site: string, { table, boundaries, folders }: RuleSite): Reference {
  const dates = new Map(folders.map((folder) => [folder.path, folder.dates]));
  const isFile = (path: string) => existsSync(join(site, path)) && statSync(join(site, path)).isFile();
  return async ({ method, target, headers = [] }) => {
    const [, path = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(target) ?? [];
    const accepts = headers.filter(([name]) => name.toLowerCase() === 'accept').map(([, value]) => value);
    const accept = accepts.length > 0 ? accepts.join(', ') : undefined;
    const answer = resolveFile(table, boundaries, { method, path, query, accept }, isFile);
    if (answer.answer === 'elsewhere') return 'elsewhere';
    if (answer.answer === 'preflight')
      return { status: 204, contentType: undefined, dateFirst: undefined, dateLast: undefined, body: '' };
    const own = answer.status === 200 ? dates.get(dirname(answer.file)) : undefined;
    return {
      status: answer.status,
      contentType: TAXII,
      dateFirst: own?.first,
      dateLast: own?.last,
      body: readFileSync(join(site, answer.file), 'utf8'),
    };
  };
}

/** The plan of the rules of a content folder, as a build made them. */
export function rulesOf(content: string, baseUrl: string): RuleSite {
  const { config, collections, workspace } = gatherContent(content);
  return planRuleSite({ ...config!, baseUrl }, collections, workspace.read);
}
