import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { TAXII } from '../../src/taxii/media-type.ts';
import { describeProtectedHost } from '../battery/protected-host.ts';
import { ANNA, type ProtectedSetting, writeHtpasswd } from '../battery/protected-setting.ts';
import { startApache } from '../support/servers/apache.ts';

/** From `.htaccess` alone, and with the same text in the main configuration. */

function describeOwn(setting: ProtectedSetting): void {
  it('lets nobody in by a list that is not there, and says so as TAXII does', async () => {
    const list = join(setting.folder, 'lists', `${ANNA.list}.htpasswd`);
    renameSync(list, `${list}.away`);
    const path = `/members/collections/${setting.of('incident-reports').id}/objects/`;
    const answer = await setting.ask(path, setting.reader(ANNA));
    renameSync(`${list}.away`, list);
    expect([answer.status, answer.header('Content-Type')]).toEqual([500, TAXII]);
    expect(JSON.parse(answer.body.toString())).toMatchObject({ http_status: '500' });
    expect((await setting.ask(path, setting.reader(ANNA))).status).toBe(200);
  });
}

const apache = {
  host: 'apache',
  software: 'apache',
  writeList: writeHtpasswd('-apr1'),
  describeOwn,
} as const;

describeProtectedHost({
  ...apache,
  setup: '.htaccess',
  start: (root, port, tls) => startApache({ root, port, tls, htaccess: true }),
});

describeProtectedHost({
  ...apache,
  setup: 'main configuration',
  start: (root, port, tls) => startApache({ root, port, tls, configuration: mainConfiguration(root) }),
});

/** As the page of the host says it. */
function mainConfiguration(site: string): { directory: string; server: string } {
  return {
    directory: `Include "${site}/.htaccess"`,
    server: `<Directory "${site}/_taxii">\n  AllowOverride All\n</Directory>`,
  };
}
