import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SiteFolder } from '../../src/io/site-folder.ts';
import { buildContent, type SampleBuild } from '../support/sample-build.ts';
import { scratch } from '../support/scratch.ts';
import { addSyntheticCollection } from '../support/synthetic.ts';
import { type BatterySite, describeSite } from './site.ts';

/** A site for the battery, on disk, with its description. */
export interface BatteryBuild extends SampleBuild {
  readonly description: BatterySite;
}

const content = join(import.meta.dirname, '../../content');

/**
 * The sample content and a collection of some hundred objects with several releases, built for the hosts. `node` is
 * always among them: its files say what is true.
 */
export async function buildBatterySite({
  baseUrl,
  hosts = [],
  pageSize = 1000,
  objects = 700,
  releases = 4,
}: {
  baseUrl: string;
  hosts?: readonly string[];
  pageSize?: number;
  objects?: number;
  releases?: number;
}): Promise<BatteryBuild> {
  const folder = scratch('battery');
  const copy = join(folder, 'content');
  cpSync(content, copy, { recursive: true });
  const all = [...new Set([...hosts, 'node'])].join(', ');
  const config = readFileSync(join(copy, 'site.yaml'), 'utf8').replace(/^hosts:.*$/m, `hosts: [${all}]`);
  writeFileSync(join(copy, 'site.yaml'), `${config}\npaging: { max: ${pageSize} }\n`);
  addSyntheticCollection(copy, { objects, releases });
  const built = await buildContent(copy, join(folder, 'site'), baseUrl);
  const description = await describeSite(new SiteFolder(built.site));
  return { ...built, description, remove: () => rmSync(folder, { recursive: true }) };
}
