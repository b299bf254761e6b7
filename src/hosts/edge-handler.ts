import type { AccessControl } from '../query/access-control.ts';
import { corsHeaders } from '../query/cors.ts';
import { createHandler, type Handler } from '../query/handler.ts';
import type { Storage } from '../query/storage.ts';
import { TAXII } from '../taxii/media-type.ts';
import { errorMessage } from '../taxii/resources.ts';

/** What a build tells a function of its site; it stands at the top of the emitted file as SETTINGS. */
export interface EdgeSettings {
  /** The path of the base URL, "/" or such as "/repository/". */
  readonly basePath: string;
}

/** Is told what went wrong inside; the client learns nothing of it. */
export type Report = (error: unknown) => void;

/** Seconds. A storage that fails is asked again by every client, so not at once. */
const RETRY_AFTER = '30';

/**
 * The handler of a function, whose answers are TAXII's whatever happens (§3.6).
 * @param storage the files of the site
 * @param access tells clients apart; it remembers them, so there should be one as long as the function lives
 */
export function edgeHandler(storage: Storage, report: Report, access: AccessControl): Handler {
  const handler = createHandler(storage, { access });
  return async (request) => {
    try {
      return await handler(request);
    } catch (error) {
      // Requests are classified without gaps, so what throws is what was read: a storage that fails or
      // is slow, or files that do not belong together because a publish is under way.
      report(error);
      return taxiiError(request.method, 503, 'Not available', { 'Retry-After': RETRY_AFTER });
    }
  };
}

/** An error as TAXII tells it (§3.6.1), for what goes wrong outside of the handler. */
export function taxiiError(
  method: string,
  status: number,
  title: string,
  extra: Readonly<Record<string, string>> = {},
): Response {
  const body = JSON.stringify(errorMessage(status, title));
  return new Response(method === 'HEAD' ? null : body, {
    status,
    headers: { ...corsHeaders, 'Content-Type': TAXII, 'Cache-Control': 'no-store', ...extra },
  });
}
