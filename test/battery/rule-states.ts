import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hostInput } from '../../src/commands/make-site.ts';
import type { HostName } from '../../src/config/site-config.ts';
import { hosts } from '../../src/hosts/all.ts';
import { Ledger } from '../../src/release/ledger.ts';
import { planSite } from '../../src/site/plan-site.ts';
import { makeHistory } from '../support/history.ts';
import { collection, type Files, siteConfig, writeToMemory } from '../support/memory-site.ts';
import type { SiteState } from './publishing.ts';

/** The sites of a generated history after each of its releases, with a host's own files. */
export function ruleStates(name: HostName, seed: number): SiteState[] {
  const history = makeHistory({ seed, pool: 90, releases: 6, activity: 0.6, kind: 'snapshots' });
  const ledger = new Ledger(history.texts.read);
  return history.releases.map((release, n) => {
    ledger.apply(release);
    const config = { ...siteConfig(10), hosts: [name] };
    const levels = new Set([hosts[name].level]);
    const site = planSite(config, [{ config: collection, ledger }], levels, history.texts.read);
    const { files, diagnostics } = hosts[name].emit(hostInput(site, site.files));
    if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
    return { files: writeToMemory([...site.files, ...files]), content: history.states[n]! };
  });
}

/** Writes a whole site into a folder of its own. */
export function writeState(folder: string, files: Files): void {
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}
