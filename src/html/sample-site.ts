import type { CollectionConfig, SiteConfig } from '../config/site-config.ts';
import { defaultValidation } from '../config/validation.ts';
import { Ledger, type ReleaseMaterial } from '../release/ledger.ts';
import type { ReadText, SourceObject } from '../release/source-object.ts';
import type { Level, PublishedCollection, Site } from '../site/site.ts';

/** A small site, for those who work on the templates and for tests. Its texts are in memory. */
export function sampleSite(change: SampleChange = {}): Site {
  const texts: string[] = [];
  const read: ReadText = ({ file }) => new TextEncoder().encode(texts[file]);
  const ledger = new Ledger(read);
  for (const material of sampleReleases(texts)) ledger.apply(material);
  const collection = { ...sampleCollection, ...change.collection };
  const published: PublishedCollection = { config: collection, ledger, about: change.about ?? ABOUT };
  const config: SiteConfig = {
    ...sampleConfig,
    apiRoots: [{ name: 'public', title: 'Public', maxContentLength: 1, collections: [collection] }],
    ...change.config,
  };
  const levels = new Set<Level>(change.levels ?? [1, 3]);
  return { config, levels, collections: [published], read, files: [] };
}

export interface SampleChange {
  readonly config?: Partial<SiteConfig>;
  readonly collection?: Partial<CollectionConfig>;
  readonly levels?: readonly Level[];
  readonly about?: string;
}

const ABOUT = `Indicators and malware seen in attacks on **ports and terminals**, collected from member reports.

## How to use it

1. Read the whole collection once.
2. Poll for what is new.

Each indicator names the \`malware\` that it points to.
`;

const sampleCollection: CollectionConfig = {
  apiRoot: 'public',
  folder: 'public/port-threats',
  id: '6a1d1f0c-3f0b-4b3a-9a55-0c1f1b2d3e4f',
  title: 'Port threats',
  alias: 'port-threats',
  description: 'Malware and indicators seen in attacks on ports and terminals.',
  validation: defaultValidation('working-tree'),
  source: { kind: 'working-tree' },
};

const sampleConfig: Omit<SiteConfig, 'apiRoots'> = {
  title: 'Example CERT threat intelligence',
  description: 'Open threat intelligence from the Example CERT.',
  contact: 'cert@example.org',
  baseUrl: 'https://taxii.example.org/',
  defaultApiRoot: 'public',
  hosts: ['node', 'serve'],
  paging: { max: 1000 },
  compat: { emptyObjects: false },
};

function sampleReleases(texts: string[]): ReleaseMaterial[] {
  const object = (id: string, month: number, content = ''): SourceObject => {
    const text = `${id} ${month} ${content}`;
    const file = texts.push(JSON.stringify(text)) - 1;
    const objectVersion = `2026-0${month}-01T00:00:00.000Z`;
    const type = id.slice(0, id.indexOf('--'));
    const slice = { file, start: 0, end: text.length, length: text.length };
    return {
      id,
      type,
      objectVersion,
      name: undefined,
      text: slice,
      digest: text,
    };
  };
  const indicators = Array.from({ length: 1234 }, (_, n) =>
    object(`indicator--00000000-0000-4000-8000-${String(n).padStart(12, '0')}`, 1),
  );
  const malware = (n: number) => `malware--00000000-0000-4000-8000-00000000000${n}`;
  const first = [...indicators, object(malware(1), 1), object(malware(2), 1)];
  return [
    { version: '1.0.0', date: '2026-01-31T12:00:00Z', objects: first, removed: [] },
    {
      version: '1.1.0',
      date: '2026-02-28T12:00:00.000Z',
      description: 'A new family, and a correction.',
      objects: [object(malware(1), 2), object(malware(3), 2), object(malware(2), 1, 'edited')],
      removed: [indicators[0]!.id],
    },
  ];
}
