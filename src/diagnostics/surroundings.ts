import type { Severity } from './diagnostic.ts';
import type { SarifTool } from './sarif/tool.ts';
import type { ReadSource } from './source.ts';

/** Colours a word; injected, so that printing stays pure. */
export type Paint = (style: Severity | 'dim' | 'strong', text: string) => string;

/** For pipes and files. */
export const plain: Paint = (_, text) => text;

/** What the printers need of the world. */
export interface Surroundings {
  readonly paint?: Paint;
  /** For code frames; without it there are none. */
  readonly source?: ReadSource;
  /** Of the terminal, in columns. */
  readonly width?: number;
  /** What a SARIF log says of the program and its codes. */
  readonly tool?: SarifTool;
}
