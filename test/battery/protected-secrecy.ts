import { expect, it } from 'vitest';
import { ANNA, type Asking, BERT, NONE, type ProtectedSetting, type User } from './protected-setting.ts';

/** Names that are taken and names that are not, side by side: nobody may tell which are which. */
function pairs(setting: ProtectedSetting): { user: User; other: User; there: string; absent: string }[] {
  const guarded = [
    { user: ANNA, other: BERT, collection: setting.of('incident-reports') },
    { user: BERT, other: ANNA, collection: setting.of('hull-malware') },
  ];
  return guarded.flatMap(({ user, other, collection: { apiRoot, id, alias } }) => {
    const within = `/${apiRoot}/collections/`;
    return [
      { user, other, there: `${within}${id}/`, absent: `${within}${NONE}/` },
      { user, other, there: `${within}${alias}/`, absent: `${within}nothing/` },
    ];
  });
}

const object = `objects/malware--${NONE}/`;
const endpoints = ['', 'objects', 'objects/', 'manifest/', object, `${object}versions/`, 'nothing/'];
const mistakes = ['?limit=0', '?next=zzz', '?match[type]=a,b', '?added_after=x', '?limit=1&limit=1'];
const manners: readonly Asking[] = [
  ...['text/html', 'application/taxii+json;version=2.0'].map((accept) => ({ accept })),
  ...['HEAD', 'POST', 'PUT', 'DELETE', 'PATCH'].map((method) => ({ method })),
];

/** The answers to those who are on no list, for names that are taken and for names that are not. */
export function describeSecrecy(setting: ProtectedSetting): void {
  const { ask } = setting;
  const told = async (target: string, asking: Asking) => {
    const { status, header, body } = await ask(target, asking);
    return [status, header('Content-Type'), header('WWW-Authenticate'), body.toString()];
  };

  it('a stranger cannot tell a protected collection from one that is not there', async () => {
    for (const { user, other, there, absent } of pairs(setting)) {
      const strangers: readonly Asking[] = [
        ...manners,
        { client: setting.member },
        { as: other },
        { as: { ...user, password: 'x' }, client: setting.member },
        ...(user === setting.certified ? [{ as: user }] : []),
      ];
      const questions: readonly (readonly [string, Asking])[] = [
        ...endpoints.flatMap((endpoint) => ['', ...mistakes].map((query) => [endpoint + query, {}] as const)),
        ...endpoints.flatMap((endpoint) => strangers.map((asking) => [endpoint, asking] as const)),
      ];
      for (const [rest, asking] of questions) {
        const answer = await told(there + rest, asking);
        const { client: _, ...how } = asking;
        expect(answer, `${there}${rest} ${JSON.stringify(how)}`).toEqual(await told(absent + rest, asking));
        expect(answer[0], there + rest).toBe(401);
      }
    }
  });

  it('nothing in a closed API root is told apart', async () => {
    const wanted = await told('/members/', {});
    for (const path of ['collections/', 'status/1/', 'nothing/', 'collections/x/status/', 'objects/?limit=0'])
      expect(await told(`/members/${path}`, {}), path).toEqual(wanted);
  });
}
