import { mkdirSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { TAXII } from '../../src/taxii/media-type.ts';
import { describeProtectedHost } from '../battery/protected-host.ts';
import { BERT, type ProtectedSetting } from '../battery/protected-setting.ts';
import type { RawAnswer } from '../support/raw-http.ts';
import { include, startNginx } from '../support/servers/nginx.ts';

describeProtectedHost({
  host: 'nginx',
  software: 'nginx',
  saysCharset: false,
  start: (site, port, tls) => {
    const rules = join(site, '_hosts/nginx');
    return startNginx({
      root: site,
      port,
      tls,
      configuration: { http: include(join(rules, 'http.conf')), server: include(join(rules, 'server.conf')) },
    });
  },
  describeOwn: describeLists,
});

function describeLists(setting: ProtectedSetting): void {
  it('a list that is missing or cannot be read lets nobody in, in TAXII’s words', async () => {
    const list = join(setting.folder, 'lists', `${BERT.list}.htpasswd`);
    const path = '/public/collections/hull-malware/';
    const askAll = async () => {
      const answers = [];
      for (const target of [path, `${path}objects/`, `${path}objects/?limit=0`])
        answers.push(await setting.ask(target, setting.reader(BERT)));
      return answers;
    };
    renameSync(list, `${list}.away`);
    try {
      for (const answer of await askAll()) expectError(answer, 403);
      mkdirSync(list);
      for (const answer of await askAll()) expectError(answer, 500);
      rmdirSync(list);
    } finally {
      renameSync(`${list}.away`, list);
    }
    expect((await askAll()).map(({ status }) => status)).toEqual([200, 200, 400]);
  });
}

function expectError({ status, header, body }: RawAnswer, wanted: number): void {
  expect([status, header('Content-Type'), header('Cache-Control')]).toEqual([wanted, TAXII, 'no-store']);
  expect(JSON.parse(body.toString())).toMatchObject({ http_status: String(wanted) });
}
