import { join } from 'node:path';
import { hostFile } from '../../../src/hosts/host-files.ts';
import { include, startNginx } from './nginx.ts';
import { openPath, type RunningServer } from './server-process.ts';

/** Debian's nginx and njs around a site that was built for `nginx-njs`, as its page tells owners to do it. */
export function startNginxNjs(root: string, port: number): Promise<RunningServer> {
  openPath(root);
  const folder = join(root, hostFile('nginx-njs', ''));
  return startNginx({
    root,
    port,
    modules: ['ngx_http_js_module'],
    configuration: {
      http: `js_path "${folder}"; ${include(join(folder, 'http.conf'))}`,
      server: include(join(folder, 'server.conf')),
    },
  });
}

/** What nginx and the handler said that an owner would have to look into. */
export function complaints(server: RunningServer): string[] {
  return server
    .logs()
    .split('\n')
    .filter((line) => /\[(?:error|crit|alert|emerg)\]/.test(line));
}
