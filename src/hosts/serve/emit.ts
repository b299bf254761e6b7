import type { OutputFile } from '../../site/output-file.ts';
import type { HostInput } from '../host.ts';

export function emitServeJson(_: HostInput): OutputFile[] {
  return [];
}
