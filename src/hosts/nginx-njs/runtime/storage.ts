import type { Range, Storage } from '../../../query/storage.ts';
import type { NjsFiles } from './njs.ts';

const ABSENCE = ['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'];

/**
 * The files of a site through njs. It reads without waiting, since njs has no other way: what its promises
 * promise is read at once as well.
 * @param root the folder of the site, by name and not resolved, so that a link may be moved to another site
 */
export function createStorage(fs: NjsFiles, root: string): Storage {
  return {
    async read(path, range) {
      try {
        return range ? readRange(fs, `${root}/${path}`, range) : fs.readFileSync(`${root}/${path}`);
      } catch (error) {
        if (ABSENCE.includes((error as { code?: string }).code ?? '')) return undefined;
        throw error;
      }
    },
  };
}

function readRange(fs: NjsFiles, path: string, { start, end }: Range): Uint8Array {
  const file = fs.openSync(path);
  try {
    const target = new Uint8Array(end - start);
    return target.subarray(0, fs.readSync(file, target, 0, target.length, start));
  } finally {
    fs.closeSync(file);
  }
}
