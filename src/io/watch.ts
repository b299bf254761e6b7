import { watch as chokidarWatch } from 'chokidar';

/** Calls back, once things are quiet again, after something under the paths has changed. */
export async function watch(
  paths: readonly string[],
  changed: () => void,
  quiet = 150,
): Promise<() => Promise<void>> {
  let timer: NodeJS.Timeout | undefined;
  const watcher = chokidarWatch([...paths], { ignoreInitial: true });
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(changed, quiet);
  });
  await new Promise<void>((ready) => watcher.on('ready', ready));
  return async () => {
    clearTimeout(timer);
    await watcher.close();
  };
}
