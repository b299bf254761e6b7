import { join } from 'node:path';
import { describeProtectedHost } from '../battery/protected-host.ts';
import { include, startNginx } from '../support/servers/nginx.ts';

describeProtectedHost({
  host: 'nginx',
  software: 'nginx',
  start: (site, port, tls) => {
    const rules = join(site, '_hosts/nginx');
    return startNginx({
      root: site,
      port,
      ...(tls ? { tls } : {}),
      configuration: { http: include(join(rules, 'http.conf')), server: include(join(rules, 'server.conf')) },
    });
  },
});
