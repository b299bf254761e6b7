import type { Severity } from '../diagnostic.ts';
import { config } from './config.ts';
import { deploy } from './deploy.ts';
import { host } from './host.ts';
import { io } from './io.ts';
import { json } from './json.ts';
import { policy } from './policy.ts';
import { release } from './release.ts';
import { site } from './site.ts';
import { stix } from './stix.ts';

/** Every finding that the program itself makes. Codes are never renamed and never reused. */
export const catalogue = {
  ...io,
  ...json,
  ...config,
  ...stix,
  ...policy,
  ...release,
  ...host,
  ...site,
  ...deploy,
};

/** What can be said of a code without a finding. */
export interface CodeInfo {
  readonly code: string;
  readonly severity: Severity;
  /** The remedy. */
  readonly help: string;
  /** What others call it. Several codes may have one such name. */
  readonly aliases?: readonly string[];
}

/** The codes of the catalogue; rules of the STIX validator bring their own. */
export const catalogued: readonly CodeInfo[] = Object.entries(catalogue).map(
  ([code, { severity, help }]) => ({
    code,
    severity,
    help,
  }),
);
