import { hosts } from '../hosts/all.ts';
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
export function hostViews({ config, levels }: Pick<Site, 'config' | 'levels'>): HostView[] {
  return config.hosts
    .map((name) => hosts[name])
    .filter(({ level }) => levels.has(level))
    .map(({ title, level, departures }) => ({ title, level: levelViews[level]!, departures }));
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
