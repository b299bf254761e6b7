import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programPath } from './installed.ts';

/** A certificate and its private key, as paths of PEM files. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

/** What tests of TLS need: authorities of their own, one trusted and one not. */
export interface Certificates {
  /** The certificate of the authority that signed `server` and `client`. */
  readonly authority: string;
  /** For localhost and 127.0.0.1. */
  readonly server: Identity;
  readonly client: Identity;
  /** A client whose certificate was signed by nobody whom the server trusts. */
  readonly stranger: Identity;
}

/** Makes certificates in a folder; they are good for two days. */
export function makeCertificates(folder: string): Certificates {
  mkdirSync(folder, { recursive: true });
  const authority = selfSigned(folder, 'authority');
  const foreign = selfSigned(folder, 'foreign');
  return {
    authority: authority.certificate,
    server: signed(folder, 'server', authority, 'subjectAltName=DNS:localhost,IP:127.0.0.1'),
    client: signed(folder, 'client', authority, 'extendedKeyUsage=clientAuth'),
    stranger: signed(folder, 'stranger', foreign, 'extendedKeyUsage=clientAuth'),
  };
}

/** The contents, as Node's own TLS wants them. */
export function readIdentity({ certificate, key }: Identity): { cert: Buffer; key: Buffer } {
  return { cert: readFileSync(certificate), key: readFileSync(key) };
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

function selfSigned(folder: string, name: string): Identity {
  const { certificate, key } = paths(folder, name);
  openssl(['req', '-x509', ...NEW_KEY, '-keyout', key, '-out', certificate, '-days', '2', ...subject(name)]);
  return { certificate, key };
}

function signed(folder: string, name: string, by: Identity, extension: string): Identity {
  const { certificate, key } = paths(folder, name);
  const [request, extensions] = [join(folder, `${name}.csr`), join(folder, `${name}.ext`)];
  writeFileSync(extensions, `${extension}\n`);
  openssl(['req', '-new', ...NEW_KEY, '-keyout', key, '-out', request, ...subject(name)]);
  const authority = ['-CA', by.certificate, '-CAkey', by.key, '-CAcreateserial'];
  openssl(
    ['x509', '-req', '-in', request, ...authority, '-days', '2', '-extfile', extensions].concat(
      '-out',
      certificate,
    ),
  );
  // Servers that give up root's rights read it all the same; it protects nothing but a test.
  chmodSync(key, 0o644);
  return { certificate, key };
}

function paths(folder: string, name: string): Identity {
  return { certificate: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
}

function subject(name: string): string[] {
  return ['-subj', `/O=taxii-press tests/CN=${name}`];
}

function openssl(args: readonly string[]): void {
  const { status, stderr } = spawnSync(programPath('openssl') ?? 'openssl', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`);
}
