import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Stix from '../../src/stix/index.ts';
import { median, round } from './measure.ts';

export interface Validation {
  readonly name: string;
  readonly objects: number;
  readonly mebibytes: number;
  readonly findings: number;
  readonly lettersOfMessages: number;
  /** Medians of the runs, in milliseconds. */
  readonly parse: number;
  readonly validate: number;
  /** With every finding put into words. */
  readonly validateAndSay: number;
  readonly objectsPerSecond: number;
  readonly bestObjectsPerSecond: number;
  /** What validating costs for each time of `JSON.parse` of the same text. */
  readonly ratio: number;
}

/**
 * What it costs to judge all objects of a bundle with every rule, in one thread and after some warming up.
 * @param cli the compiled program; the validator beside it is measured, as users have it
 */
export async function benchValidating(
  subjects: Iterable<{ name: string; path: string }>,
  cli: string,
  runs: number,
): Promise<Validation[]> {
  const { Validator } = (await import(
    pathToFileURL(join(dirname(cli), 'stix/index.js')).href
  )) as typeof Stix;
  const results: Validation[] = [];
  for (const { name, path } of subjects) results.push(measureOne(name, path, new Validator(), runs));
  return results;
}

function measureOne(name: string, path: string, validator: Stix.Validator, runs: number): Validation {
  const text = readFileSync(path, 'utf8');
  const { objects } = JSON.parse(text) as { objects: readonly unknown[] };
  let findings = 0;
  /** Read below, so that the words are not optimised away. */
  let letters = 0;
  const judge = () => {
    findings = 0;
    for (const object of objects) findings += validator.validate(object).length;
  };
  const say = () => {
    for (const object of objects)
      for (const { message } of validator.validate(object)) letters += message.length;
  };
  const times = { parse: [] as number[], validate: [] as number[], say: [] as number[] };
  // In turns, so that a busy moment of the machine falls on all three.
  for (let run = 0; run < WARM_UP + runs; run += 1) {
    const [parse, validate, said] = [time(() => JSON.parse(text)), time(judge), time(say)];
    if (run < WARM_UP) continue;
    times.parse.push(parse);
    times.validate.push(validate);
    times.say.push(said);
  }
  const [parse, validate] = [median(times.parse), median(times.validate)];
  return {
    name,
    objects: objects.length,
    mebibytes: round(Buffer.byteLength(text) / 1024 / 1024),
    findings,
    lettersOfMessages: letters / (WARM_UP + runs),
    parse: round(parse),
    validate: round(validate),
    validateAndSay: round(median(times.say)),
    objectsPerSecond: Math.round((objects.length / validate) * 1000),
    bestObjectsPerSecond: Math.round((objects.length / Math.min(...times.validate)) * 1000),
    ratio: round(validate / parse),
  };
}

const WARM_UP = 5;

function time(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
