import type { S3Place } from '../../io/s3-client.ts';

/** Where to deploy to. */
export type Place = { readonly folder: string } | { readonly s3: S3Place };

/** Bucket names: Amazon S3 User Guide, "General purpose bucket naming rules". */
const S3 = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/;

/** @returns undefined for what is no place, such as another URL or a prefix with "//" in it */
export function parsePlace(text: string): Place | undefined {
  if (!/^[a-z0-9+.-]+:\/\//i.test(text)) return text === '' ? undefined : { folder: text };
  const [, bucket, path = ''] = S3.exec(text) ?? [];
  const prefix = path.replace(/\/$/, '');
  if (bucket === undefined || /^\/|\/\/|[?#]/.test(prefix)) return undefined;
  return { s3: { bucket, prefix: prefix === '' ? '' : `${prefix}/` } };
}
