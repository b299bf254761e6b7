import { build } from '../../src/commands/build.ts';
import { release } from '../../src/commands/release.ts';
import { hosts } from '../../src/hosts/all.ts';
import { day, TestContent, tool, toolId } from './content.ts';

/** A collection of the content below, and what tells of it wherever it turns up. */
export interface Guarded {
  readonly apiRoot: string;
  readonly id: string;
  readonly alias: string;
  /** The readers list; undefined where everybody may read. */
  readonly readers?: string;
  readonly objectId: string;
  readonly marks: readonly string[];
}

const specification = [
  { apiRoot: 'open', alias: 'plain-q' },
  { apiRoot: 'open', alias: 'mixed-q', own: 'members' },
  { apiRoot: 'club', alias: 'inside-q', root: 'members' },
  { apiRoot: 'club', alias: 'innermost-q', root: 'members', own: 'board' },
] as const;

export const guarded: readonly Guarded[] = specification.map((one, n) => {
  const readers = 'own' in one ? one.own : 'root' in one ? one.root : undefined;
  const id = `0000000${n}-1111-4111-8111-111111111111`;
  const { apiRoot, alias } = one;
  const marks = [
    id,
    alias,
    `Title ${n}q`,
    `Description ${n}q`,
    `Prose ${n}q`,
    `Note ${n}q`,
    `Object ${n}q`,
    toolId(n + 100),
  ];
  return { apiRoot, id, alias, ...(readers ? { readers } : {}), objectId: toolId(n + 100), marks };
});

/** Marks of the API root that only members may see. */
export const clubMarks = ['Club title q', 'Club description q'];

/** An API root for everybody with a collection for members, and one for members with a collection for the board. */
export function protectedContent(chosen: readonly string[] = ['node']): TestContent {
  const content = new TestContent();
  content.remove('api');
  content.write(
    'site.yaml',
    `title: Site\nhosts: [${chosen.join(', ')}]\ndefaultApiRoot: club\naccess: { realm: Feeds }\n`,
  );
  content.write('open/api-root.yaml', 'title: Open\n');
  content.write(
    'club/api-root.yaml',
    'title: Club title q\ndescription: Club description q\naccess: { readers: members }\n',
  );
  for (const [n, { apiRoot, id, alias, objectId }] of guarded.entries()) {
    const own = specification[n];
    const access = own && 'own' in own ? `access: { readers: ${own.own} }\n` : '';
    const folder = `${apiRoot}/${alias}`;
    content.write(
      `${folder}/collection.yaml`,
      `id: ${id}\ntitle: Title ${n}q\nalias: ${alias}\ndescription: Description ${n}q\n${access}source:\n  kind: working-tree\n`,
    );
    content.write(`${folder}/about.md`, `Prose ${n}q\n`);
    const object = { ...tool(n + 100), id: objectId, name: `Object ${n}q` };
    content.write(`${folder}/objects/one.json`, `${JSON.stringify(object)}\n`);
    const options = { content: content.folder, version: '1.0.0', date: day(60), collection: alias };
    const { exitCode, diagnostics } = release({ ...options, description: `Note ${n}q` });
    if (exitCode !== 0) throw new Error(JSON.stringify(diagnostics));
  }
  return content;
}

/** The hosts that say of themselves that they ask for passwords. */
export const protectingHosts = Object.values(hosts)
  .filter(({ answers }) => answers.basic === 'exact' || answers.bearer === 'exact')
  .map(({ name }) => name);

/** Builds it into a folder beside it. */
export async function buildProtected(chosen: readonly string[] = protectingHosts): Promise<string> {
  const content = protectedContent(chosen);
  const out = `${content.folder}-site`;
  const { exitCode, diagnostics } = await build({ content: content.folder, out });
  if (exitCode !== 0) throw new Error(JSON.stringify(diagnostics));
  return out;
}
