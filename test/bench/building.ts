import { readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { measure, middle, round, type Usage } from './measure.ts';

/** One content folder to build. */
export interface Subject {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly content: string;
  /** The files that hold its objects. */
  readonly inputs: readonly string[];
  readonly runs: number;
}

export interface Tools {
  readonly cli: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly say: (text: string) => void;
}

/**
 * A build beside its floor: a process that parses the same files and writes the same bytes, and nothing else.
 * The runs alternate, so that a busy moment of the machine meets both.
 */
export async function benchBuilding(subject: Subject, { cli, scripts, folder, say }: Tools) {
  const site = join(folder, 'site');
  const spare = join(folder, 'spare');
  const probe = scripts.probe!;
  const builds: Usage[] = [];
  const floors: Usage[] = [];
  const printing: Usage[] = [];
  const floor = async (kind: 'parse' | 'print') => {
    const usage = await measure(probe, [scripts.floor!, kind, site, spare, ...subject.inputs]);
    rmSync(spare, { recursive: true });
    return usage;
  };
  for (let run = 0; run < subject.runs; run += 1) {
    say(`${subject.name} [${subject.hosts.join(', ')}], run ${run + 1} of ${subject.runs}`);
    rmSync(site, { recursive: true, force: true });
    builds.push(await measure(probe, [cli, '--content', subject.content, 'build', '--out', site]));
    floors.push(await floor('parse'));
    printing.push(await floor('print'));
  }
  const stages = await measure(probe, [scripts.stages!, dirname(cli), subject.content, spare]);
  rmSync(spare, { recursive: true });
  const [build, least, print] = [middle(builds), middle(floors), middle(printing)];
  return {
    name: subject.name,
    hosts: subject.hosts,
    input: sizeOf(subject.inputs),
    output: sizeOf(listFiles(site)),
    build: tidy(build),
    floor: tidy(least),
    floorThatAlsoPrints: tidy(print),
    ratio: round(build.seconds / least.seconds),
    ratioOfCpu: round(build.cpuSeconds / least.cpuSeconds),
    ratioToFloorThatAlsoPrints: round(build.seconds / print.seconds),
    stagesInSeconds: roundAll(JSON.parse(stages.stdout) as Record<string, number>),
  };
}

export type Built = Awaited<ReturnType<typeof benchBuilding>>;

/** What more input costs, without what every build costs: from the smallest to the largest of some subjects. */
export function growthOf(built: readonly Built[]) {
  const bySize = [...built].sort((a, b) => a.input.bytes - b.input.bytes);
  const [from, to] = [bySize[0]!, bySize.at(-1)!];
  const more = (of: 'build' | 'floor' | 'floorThatAlsoPrints') => to[of].seconds - from[of].seconds;
  return {
    from: from.name,
    to: to.name,
    timesTheInput: round(to.input.bytes / from.input.bytes),
    timesTheBuild: round(to.build.seconds / from.build.seconds),
    ratio: round(more('build') / more('floor')),
    ratioToFloorThatAlsoPrints: round(more('build') / more('floorThatAlsoPrints')),
  };
}

function tidy({ seconds, cpuSeconds, peakMiB }: Usage): Usage {
  return { seconds: round(seconds), cpuSeconds: round(cpuSeconds), peakMiB: Math.round(peakMiB) };
}

function roundAll(values: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, round(value)]));
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function sizeOf(files: readonly string[]) {
  return { files: files.length, bytes: files.reduce((sum, path) => sum + statSync(path).size, 0) };
}
