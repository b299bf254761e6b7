import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The folder beside the project with real data; an outside user does not have it. */
export const shared = resolve(import.meta.dirname, '../../../shared');
export const icsFolder = join(shared, 'data/attack/ics-attack');
export const hasIcs = existsSync(icsFolder);

if (!hasIcs) {
  if (process.env.CI) throw new Error(`CI needs the real data in ${icsFolder}`);
  console.warn(`Skipped: tests over real ATT&CK data, because there is no ${icsFolder}`);
}

export const icsId = '02c3ef24-9cd4-48f3-a99f-b74ce24f1d34';

/** When each release was published, from its x-mitre-collection object. */
const dates: Record<string, string> = {
  '8.0': '2020-10-27T14:49:39.188Z',
  '8.1': '2020-11-12T14:49:39.188Z',
  '8.2': '2021-01-27T14:49:39.188Z',
  '9.0': '2021-04-29T14:49:39.188Z',
  '10.0': '2021-10-21T14:00:00.188Z',
  '10.1': '2021-11-10T14:00:00.188Z',
  '11.0': '2022-04-25T10:00:00.188Z',
  '11.1': '2022-05-11T14:00:00.188Z',
  '11.2': '2022-05-24T14:00:00.188Z',
  '11.3': '2022-07-07T14:00:00.188Z',
  '12.0': '2022-10-25T14:00:00.188Z',
  '12.1': '2022-11-08T14:00:00.188Z',
  '13.0': '2023-04-25T14:00:00.188Z',
  '13.1': '2023-05-09T14:00:00.188Z',
  '14.0': '2023-10-31T14:00:00.188Z',
  '14.1': '2023-11-14T14:00:00.188Z',
  '15.0': '2024-04-23T14:00:00.188Z',
  '15.1': '2024-05-02T14:00:00.188Z',
  '16.0': '2024-10-31T14:00:00.188Z',
  '16.1': '2024-11-12T14:00:00.188Z',
  '17.0': '2025-04-22T14:00:00.188Z',
  '17.1': '2025-05-06T14:00:00.188Z',
};

export const icsVersions = Object.keys(dates);

/**
 * A content folder that publishes the ICS ATT&CK history, in a fresh temporary folder.
 * @param upTo how many of the releases
 */
export function icsContent(hosts: readonly string[] = ['node'], upTo = icsVersions.length): string {
  const content = join(mkdtempSync(join(tmpdir(), 'taxii-press-ics-')), 'content');
  const collection = join(content, 'attack/ics-attack');
  mkdirSync(collection, { recursive: true });
  writeFileSync(join(content, 'site.yaml'), `title: ATT&CK\nhosts: [${hosts.join(', ')}]\n`);
  writeFileSync(join(content, 'attack/api-root.yaml'), 'title: ATT&CK\n');
  const releases = icsVersions
    .slice(0, upTo)
    .map(
      (version) =>
        `    - { version: "${version}", date: ${dates[version]}, file: ics-attack-${version}.json }\n`,
    );
  // Some releases are invalid, the latest of a short history among them.
  const validation = upTo < icsVersions.length ? 'validation: { enforce: none }\n' : '';
  writeFileSync(
    join(collection, 'collection.yaml'),
    `id: ${icsId}\ntitle: ICS ATT&CK\nalias: ics-attack\n${validation}source:\n  kind: snapshots\n  directory: ${icsFolder}\n  releases:\n${releases.join('')}`,
  );
  return content;
}
