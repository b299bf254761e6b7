import type { CodeInfo } from '../catalogue/index.ts';

/** What a log says of the program that wrote it. */
export interface SarifTool {
  readonly name: string;
  /** As in Semantic Versioning 2.0.0. */
  readonly version: string;
  /** All codes that it knows, whether they occur or not: rules change with the program, not with the content. */
  readonly codes: readonly CodeInfo[];
  /** The page of a code, in Markdown. */
  readonly page: (code: string) => string | undefined;
  /** The file that stands for the content as a whole, for findings that name none. */
  readonly whole: string;
}
