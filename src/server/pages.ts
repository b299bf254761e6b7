import { answerPage as answerFrom, type OpenFile } from '../hosts/edge-pages.ts';
import type { SiteFolder } from '../io/site-folder.ts';
import { entityTag, isFresh } from '../query/conditional.ts';
import { readJson } from '../query/store.ts';
import { SITE_INDEX, type SiteIndex } from '../query/store-format.ts';

/**
 * The pages for people, from the same folder as the files behind TAXII, by the rules of all functions.
 * @param report is told what went wrong inside
 */
export async function answerPage(
  site: SiteFolder,
  request: Request,
  report: (error: unknown) => void,
): Promise<Response> {
  // Read anew, as the handler does: a publish exchanges the whole folder, and its base URL may be another one.
  const { basePath } = await readJson<SiteIndex>(site, SITE_INDEX);
  const response = await answerFrom(request, { basePath, open: openFrom(site), report });
  // Whoever edits content looks at its pages by this server, and wants to see them as they are.
  if (response.status < 400) response.headers.set('Cache-Control', 'no-cache');
  return response;
}

function openFrom(site: SiteFolder): OpenFile {
  return async (path, headers) => {
    const bytes = await site.read(decodeURIComponent(path));
    if (!bytes) return new Response(null, { status: 404 });
    const ETag = await entityTag(bytes);
    if (isFresh(new Request('http://localhost/', { headers }), ETag))
      return new Response(null, { status: 304, headers: { ETag } });
    return new Response(bytes as BodyInit, { headers: { ETag } });
  };
}
