/**
 * The events of Lambda@Edge and what a function gives back (CloudFront developer guide, pages "Lambda@Edge event
 * structure" and "Restrictions on all edge functions").
 */

/** By lower-case name. */
export type CloudFrontHeaders = Readonly<
  Record<string, readonly { readonly key?: string; readonly value: string }[]>
>;

export interface CloudFrontRequest {
  readonly method: string;
  /** The path, percent-encoded as it came. */
  readonly uri: string;
  /** Percent-encoded, without "?". */
  readonly querystring: string;
  readonly headers: CloudFrontHeaders;
  /** Where the distribution would ask for the file: a bucket, or any other server. */
  readonly origin?: { readonly s3?: Origin; readonly custom?: Origin };
}

export interface Origin {
  /** Such as `bucket.s3.eu-central-1.amazonaws.com`. */
  readonly domainName: string;
  /** "" or a folder that begins with "/". */
  readonly path: string;
  /** What the owner of the distribution has CloudFront send to the origin. */
  readonly customHeaders: CloudFrontHeaders;
  /** Of an origin that is no bucket. */
  readonly protocol?: 'http' | 'https';
  readonly port?: number;
}

export interface CloudFrontResponse {
  readonly status: string;
  readonly statusDescription?: string;
  readonly headers: CloudFrontHeaders;
  readonly body?: string;
  readonly bodyEncoding?: 'text' | 'base64';
}

export interface CloudFrontEvent {
  readonly Records: readonly [
    {
      readonly cf: {
        readonly config: { readonly eventType: string };
        readonly request: CloudFrontRequest;
        /** In origin-response events. */
        readonly response?: CloudFrontResponse;
      };
    },
  ];
}

/** Headers that a function may not set on an origin-request event: CloudFront would answer 502. */
const READ_ONLY = new Set(['content-length', 'transfer-encoding', 'via']);

export function toCloudFrontHeaders(headers: Headers): CloudFrontHeaders {
  const allowed = [...headers].filter(([name]) => !READ_ONLY.has(name));
  return Object.fromEntries(allowed.map(([name, value]) => [name, [{ key: name, value }]]));
}

export function fromCloudFrontHeaders(headers: CloudFrontHeaders): Headers {
  const made = new Headers();
  for (const [name, values] of Object.entries(headers))
    for (const { value } of values) made.append(name, value);
  return made;
}
