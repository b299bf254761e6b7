import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { type Backoff, Patience, statusOf } from './s3-retry.ts';

export interface S3Place {
  readonly bucket: string;
  /** Empty, or ends in "/". */
  readonly prefix: string;
}

export interface S3Options {
  /** Of storage that is not Amazon's. */
  readonly endpoint?: string;
  readonly region?: string;
  /** The bucket in the path instead of the host name, as some storage wants it. */
  readonly pathStyle?: boolean;
  /** Milliseconds without a sign of life after which a request counts as lost. */
  readonly timeout?: number;
  readonly backoff?: Backoff;
  /** Told of requests that are sent again, a line each, at most one a second. */
  readonly say?: (line: string) => void;
}

/** What a listing says of an object. */
export interface Listed {
  /** Without quotes. The MD5 of the content, unless the storage encrypts with a key of its own service. */
  readonly etag: string;
  readonly size: number;
}

export interface Headers {
  readonly contentType: string;
  readonly cacheControl: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The SDK is an optional peer: most who publish do not need it, and it is larger than all else together. */
export class MissingPackageError extends Error {
  readonly package = '@aws-sdk/client-s3';
}

/** A write that was bound to a state of the object which is no longer so. */
export class ConflictError extends Error {}

/** The four things that a deployment does to a bucket, each tried again as long as that may help. */
export class Bucket {
  private readonly sdk: typeof import('@aws-sdk/client-s3');
  private readonly client: S3Client;
  private readonly place: S3Place;
  private readonly patience: Patience;

  private constructor(sdk: typeof import('@aws-sdk/client-s3'), place: S3Place, options: S3Options) {
    this.sdk = sdk;
    this.client = new sdk.S3Client(clientConfig(options));
    this.place = place;
    this.patience = new Patience(options.backoff, options.say);
  }

  /**
   * Credentials come from where the SDK looks for them: environment, shared files, web identity, instance.
   * @throws MissingPackageError
   */
  static async open(place: S3Place, options: S3Options): Promise<Bucket> {
    try {
      return new Bucket(await import('@aws-sdk/client-s3'), place, options);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') throw new MissingPackageError();
      throw error;
    }
  }

  /** Every object under the prefix, by its key without the prefix. */
  async list(): Promise<Map<string, Listed>> {
    const { bucket, prefix } = this.place;
    const found = new Map<string, Listed>();
    let token: string | undefined;
    do {
      const part = await this.ask(
        () =>
          new this.sdk.ListObjectsV2Command({
            Bucket: bucket,
            Prefix: prefix,
            ...(token === undefined ? {} : { ContinuationToken: token }),
          }),
      );
      for (const { Key = '', ETag = '', Size = 0 } of part.Contents ?? [])
        found.set(Key.slice(prefix.length), { etag: unquote(ETag), size: Size });
      token = part.IsTruncated ? part.NextContinuationToken : undefined;
    } while (token !== undefined);
    return found;
  }

  /** Undefined where there is no such object. */
  async get(key: string): Promise<{ bytes: Uint8Array; etag: string } | undefined> {
    try {
      return await this.patience.attempt(async () => {
        const { Body, ETag = '' } = await this.client.send(new this.sdk.GetObjectCommand(this.named(key)));
        // Reading the body is part of what may be cut off.
        return { bytes: await Body!.transformToByteArray(), etag: unquote(ETag) };
      });
    } catch (error) {
      if ((error as Error).name === 'NoSuchKey') return undefined;
      throw error;
    }
  }

  /** @returns the ETag */
  async put(key: string, body: Uint8Array, headers: Headers): Promise<string> {
    const { ETag = '' } = await this.ask(() => this.putCommand(key, body, headers));
    return unquote(ETag);
  }

  /**
   * Replaces an object only where it still is what it was (RFC 9110 §13.1). Storage without conditional writes
   * replaces it anyhow.
   * @param former its ETag; undefined where there must be none
   * @throws ConflictError
   */
  async replace(
    key: string,
    body: Uint8Array,
    headers: Headers,
    former: string | undefined,
  ): Promise<string> {
    const condition = former === undefined ? { IfNoneMatch: '*' } : { IfMatch: `"${former}"` };
    try {
      const { ETag = '' } = await this.ask(() => this.putCommand(key, body, headers, condition));
      return unquote(ETag);
    } catch (error) {
      if (statusOf(error) === 501) return this.put(key, body, headers);
      if (![404, 409, 412].includes(statusOf(error) ?? 0)) throw error;
      // The first try may have been the one that was heard, and its answer lost.
      const present = await this.get(key);
      if (present && Buffer.compare(present.bytes, body) === 0) return present.etag;
      throw new ConflictError('its notes in the bucket have changed meanwhile');
    }
  }

  async remove(key: string): Promise<void> {
    await this.ask(() => new this.sdk.DeleteObjectCommand(this.named(key)));
  }

  close(): void {
    this.client.destroy();
  }

  private putCommand(key: string, body: Uint8Array, headers: Headers, condition: object = {}) {
    return new this.sdk.PutObjectCommand({
      ...this.named(key),
      Body: body,
      ContentLength: body.length,
      ContentType: headers.contentType,
      CacheControl: headers.cacheControl,
      Metadata: { ...headers.metadata },
      ...condition,
    });
  }

  /** A command is made anew for every try. */
  private ask<Output extends object>(
    make: () => { readonly input: object } & Sendable<Output>,
  ): Promise<Output> {
    return this.patience.attempt(() => this.client.send(make() as never) as Promise<Output>);
  }

  private named(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.place.bucket, Key: this.place.prefix + key };
  }
}

/** A command of the SDK, for the type of its output. */
interface Sendable<Output> {
  readonly resolveMiddleware: (...values: never[]) => (...values: never[]) => Promise<{ output: Output }>;
}

/** Milliseconds. */
export const TIMEOUT = 30_000;

/** Storage without regions takes this one. */
const ANY_REGION = 'us-east-1';

function clientConfig({ endpoint, region, pathStyle, timeout = TIMEOUT }: S3Options): S3ClientConfig {
  return {
    // One place tries again, and it is not the SDK: its budget of tries runs out while a bucket is being throttled.
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: Math.min(timeout, 10_000),
      // For a whole request there is none: a large file on a slow line takes its time, and is not silent meanwhile.
      socketTimeout: timeout,
    },
    ...(region ? { region } : endpoint && !process.env.AWS_REGION ? { region: ANY_REGION } : {}),
    ...(pathStyle ? { forcePathStyle: true } : {}),
    // Not all storage knows the checksums that Amazon's takes; ETags and sizes are compared afterwards anyhow.
    ...(endpoint
      ? { endpoint, requestChecksumCalculation: 'WHEN_REQUIRED', responseChecksumValidation: 'WHEN_REQUIRED' }
      : {}),
  };
}

function unquote(etag: string): string {
  return etag.replace(/^(?:W\/)?"|"$/g, '');
}
