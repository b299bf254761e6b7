/** CORS for readers in browsers, on every answer (Fetch Standard §3.2). */
export const corsHeaders: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag, X-TAXII-Date-Added-First, X-TAXII-Date-Added-Last',
};

/** What every TAXII path of a read-only site answers. */
export const READ = 'GET, HEAD, OPTIONS';
