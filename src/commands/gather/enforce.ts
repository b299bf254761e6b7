import type { Acceptance, ValidationConfig } from '../../config/validation.ts';
import type { LetThrough } from '../../site/site.ts';
import type { Batch, Charge } from './judge.ts';

/** A charge that stops a build, or is let through. */
export interface Sentence extends Charge {
  readonly isError: boolean;
  /** Why it is let through. */
  readonly reason?: string;
}

export interface Enforced {
  /** Each finding of each object version once. */
  readonly sentences: readonly Sentence[];
  /** By release. */
  readonly letThrough: ReadonlyMap<string, readonly LetThrough[]>;
  /** Exceptions that excuse nothing. */
  readonly unused: readonly Acceptance[];
}

const EXAMPLES = 3;

/** Decides which of the errors stop a build (`validation.enforce`, `validation.accept`). */
export function enforce(batches: readonly Batch[], config: ValidationConfig): Enforced {
  const unused = new Set(config.accept);
  const sentences = new Map<string, Sentence>();
  const letThrough = new Map<string, readonly LetThrough[]>();
  // The newest first: a text that stands in many releases is shown where it can still be mended.
  for (const [index, batch] of [...batches.entries()].reverse()) {
    const excuse = excuseOf(batch, index === batches.length - 1, config);
    const own = batch.errors.map((charge) => {
      const acceptance = config.accept.find((entry) => accepts(entry, charge, batch.release));
      if (acceptance) unused.delete(acceptance);
      return sentenceFor(charge, acceptance?.reason ?? excuse);
    });
    for (const sentence of own) keep(sentences, sentence);
    const passed = own.filter(({ isError }) => !isError);
    if (batch.release !== undefined && passed.length > 0) letThrough.set(batch.release, summary(passed));
  }
  return { sentences: [...sentences.values()], letThrough, unused: [...unused] };
}

/** Why all of a batch is let through; undefined where it is not. */
function excuseOf(
  { release }: Batch,
  isLatest: boolean,
  { enforce: mode }: ValidationConfig,
): string | undefined {
  if (mode === 'all' || (mode === 'latest' && isLatest)) return undefined;
  const what = release === undefined ? 'the working tree' : `release ${release}`;
  return `validation.enforce is "${mode}", which leaves out ${what}`;
}

function sentenceFor(charge: Charge, reason: string | undefined): Sentence {
  return reason === undefined ? { ...charge, isError: true } : { ...charge, isError: false, reason };
}

function accepts(
  { code, id, release }: Acceptance,
  { object, finding }: Charge,
  batch: string | undefined,
): boolean {
  if (code !== finding.code || (id !== undefined && id !== object.id)) return false;
  return release === undefined || release === batch;
}

function keep(sentences: Map<string, Sentence>, sentence: Sentence): void {
  const { object, finding } = sentence;
  const key = JSON.stringify([object.id, object.objectVersion, finding.code, finding.path, finding.message]);
  if (sentence.isError && !sentences.get(key)?.isError) sentences.set(key, sentence);
  else if (!sentences.has(key)) sentences.set(key, sentence);
}

function summary(passed: readonly Sentence[]): LetThrough[] {
  const codes = [...new Set(passed.map(({ finding }) => finding.code))].sort();
  return codes.map((code) => {
    const own = passed.filter(({ finding }) => finding.code === code);
    const ids = [...new Set(own.map(({ object }) => object.id))];
    return {
      code,
      objects: ids.length,
      examples: ids.slice(0, EXAMPLES),
      reasons: [...new Set(own.map(({ reason }) => reason!))],
    };
  });
}
