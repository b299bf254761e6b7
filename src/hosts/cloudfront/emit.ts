import { INSIDE } from '../../query/cursor.ts';
import { errorFile } from '../../query/paths.ts';
import { noSuchObject } from '../../query/resolve.ts';
import { jsonFile, textFile } from '../../site/output-file.ts';
import type { RuleSite } from '../../site/rule-site.ts';
import type { PublishedCollection } from '../../site/site.ts';
import { checkLimit } from '../check-limits.ts';
import { type Emission, type HostInput, nothing } from '../host.ts';
import { hostFile } from '../host-files.ts';
import { code } from './compiled.ts';
import { type Places, printTable } from './print.ts';
import { printViewerResponse } from './response.ts';
import type { PrintedTable } from './runtime.ts';
import { shortNames } from './short-names.ts';

const HOST = 'cloudfront';

export const limits = {
  code: {
    what: 'bytes of code in one function, releases and all (lambda-edge has no such limit)',
    most: 10_240,
    source: 'CloudFront quotas on functions, "Maximum function size": 10 KB',
  },
} as const;

/** That fit beside the table of a site of four collections; the tests measure it. */
export const MOST_RELEASES = {
  /** At any second, up to a week apart. */
  irregular: 280,
  /** At the same time of the day. */
  daily: 560,
} as const;

/** Two functions, and the part of a distribution that they belong to. */
export function emitCloudFront({ rules, collections }: HostInput): Emission {
  if (!rules) return nothing;
  const request = printViewerRequest(rules, collections);
  return {
    files: [
      textFile(hostFile(HOST, 'viewer-request.js'), () => request),
      textFile(hostFile(HOST, 'viewer-response.js'), printViewerResponse),
      jsonFile(hostFile(HOST, 'distribution.json'), distribution),
    ],
    diagnostics: checkLimit(HOST, limits.code, sizeOf(request)),
  };
}

/** Where bytes are short, errors are told by their titles alone. */
export function printViewerRequest(rules: RuleSite, collections: readonly PublishedCollection[]): string {
  const places = placesOf(rules, collections);
  const dated = new Map(collections.map(({ config, ledger }) => [config.id, ledger.dated]));
  const print = (isBrief: boolean) =>
    `var T=${printObject(printTable(rules.table, dated, places, isBrief))};\n${code}`;
  const whole = print(false);
  return sizeOf(whole) <= limits.code.most ? whole : print(true);
}

function printObject(table: PrintedTable): string {
  const fields = Object.entries(table).map(([name, value]) => `${shortNames[name]}:${JSON.stringify(value)}`);
  return `{${fields.join()}}`;
}

function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

function placesOf(rules: RuleSite, collections: readonly PublishedCollection[]): Places {
  const isWhole = (view: 'last' | 'first' | 'all') =>
    collections.every(({ ledger }) => ledger.views[view].entered.every((entry, place) => entry.n === place));
  return {
    whole: (['last', 'first', 'all'] as const).filter(isWhole),
    fromRelease: longestFromRelease(rules),
  };
}

/** Storage cannot be asked whether a page is there, so what all releases have is what the function relies on. */
function longestFromRelease({ table, folders, boundaries }: RuleSite): number {
  const known = new Set(folders.map(({ path }) => path));
  const views = new Set(
    folders.flatMap(({ path }) => /^(.*\/pages\/([^/]+)\/[^/]+)\//.exec(path)?.[1] ?? []),
  );
  const has = (size: number) =>
    [...views].every((view) =>
      (boundaries.get(view.split('/').at(-2)!) ?? []).every(
        ({ cursor }) => cursor === INSIDE || known.has(`${view}/${size}/${cursor}`),
      ),
    );
  return table.sizes.find(has) ?? 1;
}

/**
 * What of a distribution's configuration matters here (CloudFront API reference, `DistributionConfig`). The cache
 * policy is the managed one "CachingOptimized": by path alone, for as long as the files say. A page that is
 * missing is 403 from a bucket that may not be listed, and 404 from one that may.
 */
const distribution = {
  DefaultRootObject: '',
  HttpVersion: 'http2and3',
  DefaultCacheBehavior: {
    TargetOriginId: 'BUCKET',
    ViewerProtocolPolicy: 'redirect-to-https',
    AllowedMethods: {
      Quantity: 7,
      Items: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
      CachedMethods: { Quantity: 2, Items: ['GET', 'HEAD'] },
    },
    Compress: true,
    CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
    FunctionAssociations: {
      Quantity: 2,
      Items: ['viewer-request', 'viewer-response'].map((EventType) => ({
        EventType,
        FunctionARN: `arn:aws:cloudfront::ACCOUNT:function/taxii-${EventType}`,
      })),
    },
  },
  CustomErrorResponses: {
    Quantity: 2,
    Items: [403, 404].map((ErrorCode) => ({
      ErrorCode,
      ResponsePagePath: `/${errorFile(noSuchObject)}`,
      ResponseCode: String(noSuchObject.status),
      ErrorCachingMinTTL: 10,
    })),
  },
};
