import { hosts } from '../hosts/all.ts';
import type { Host } from '../hosts/host.ts';
import { answerMeanings, capabilityTitles, hostRows } from '../hosts/table.ts';
import type { Level, Site } from '../site/site.ts';

export interface LevelView {
  readonly level: Level;
  readonly name: string;
  /** What hosts of this level answer, as a sentence. */
  readonly answers: string;
}

export interface HostView {
  readonly title: string;
  readonly level: LevelView;
  readonly departures: readonly string[];
}

/** By level. */
const levelViews: readonly LevelView[] = [
  {
    level: 0,
    name: 'files',
    answers: 'These pages, for people to read. TAXII clients cannot read them.',
  },
  {
    level: 1,
    name: 'headers',
    answers: 'TAXII 2.1 with every list in one answer. Filters and paging do not apply.',
  },
  {
    level: 2,
    name: 'rules',
    answers: 'TAXII 2.1 with paging and the common filters. A query without an exact answer is declined.',
  },
  {
    level: 3,
    name: 'functions',
    answers:
      'All of TAXII 2.1 for reading: paging, added_after, every filter, and errors as the standard has them.',
  },
];

/** The chosen hosts in the order of the configuration. */
export function hostViews(site: Pick<Site, 'config' | 'levels'>): HostView[] {
  return chosenHosts(site).map(({ title, level, departures }) => ({
    title,
    level: levelViews[level]!,
    departures,
  }));
}

function chosenHosts({ config, levels }: Pick<Site, 'config' | 'levels'>): Host[] {
  return config.hosts.map((name) => hosts[name]).filter(({ level }) => levels.has(level));
}

/** What the chosen hosts answer, a row for each thing that may be asked for. */
export interface HostTableView {
  readonly hosts: readonly { readonly title: string; readonly level: number }[];
  readonly rows: readonly { readonly title: string; readonly answers: readonly string[] }[];
  /** The words of the answers. */
  readonly words: readonly { readonly word: string; readonly meaning: string }[];
}

/** Hosts that can do least first. */
export function hostTableView(site: Pick<Site, 'config' | 'levels'>): HostTableView {
  const columns = hostRows(chosenHosts(site));
  const used = new Set(columns.flatMap(({ answers }) => answers));
  return {
    hosts: columns.map(({ host: { title, level } }) => ({ title, level })),
    rows: capabilityTitles.map((title, n) => ({ title, answers: columns.map(({ answers }) => answers[n]!) })),
    words: Object.entries(answerMeanings)
      .filter(([word]) => used.has(word as keyof typeof answerMeanings))
      .map(([word, meaning]) => ({ word, meaning })),
  };
}

export interface Service {
  /** False where no chosen host speaks TAXII. */
  readonly isTaxii: boolean;
  /** True where some chosen host answers queries. */
  readonly hasQueries: boolean;
  /** True where some chosen host can only give whole collections. */
  readonly hasWholeAnswers: boolean;
  /** True where some chosen host speaks TAXII and another does not. */
  readonly isPartlyTaxii: boolean;
}

/** What a reader may count on, over all chosen levels. */
export function serviceOf({ levels }: Pick<Site, 'levels'>): Service {
  const hasQueries = levels.has(2) || levels.has(3);
  const isTaxii = hasQueries || levels.has(1);
  return { isTaxii, hasQueries, hasWholeAnswers: levels.has(1), isPartlyTaxii: isTaxii && levels.has(0) };
}
