import { textFile } from '../../site/output-file.ts';
import type { Emission } from '../host.ts';
import { HOST_FILES, hostFile } from '../host-files.ts';
import { code } from './compiled.ts';

const HOST = 'node';
const SERVER = hostFile(HOST, 'server.mjs');

/** The port that the server of the image listens on, as a user without rights may. */
export const PORT = 8080;

/** An image of the site: its server as one file, Node, and nothing else. */
export function emitImage(): Emission {
  const files = [
    textFile(SERVER, () => code),
    textFile(hostFile(HOST, 'Dockerfile'), () => dockerfile),
    // BuildKit takes it for this Dockerfile alone.
    textFile(hostFile(HOST, 'Dockerfile.dockerignore'), () => `${HOST_FILES}\n!${SERVER}\n.*\n`),
    textFile(hostFile(HOST, 'compose.yaml'), () => compose),
  ];
  return { files, diagnostics: [] };
}

const dockerfile = `# docker build --file dist/${hostFile(HOST, 'Dockerfile')} --tag taxii dist
# docker run --read-only --cap-drop ALL --publish ${PORT}:${PORT} taxii
FROM node:24-slim AS site
COPY . /site
# What configures hosts is not served. Files are the same for whoever runs the image, and nobody's to change.
RUN mv /site/${SERVER} /server.mjs && rm -rf /site/${HOST_FILES} && chmod -R a=rX /site /server.mjs

FROM node:24-slim
ENV NODE_ENV=production SITE=/site PORT=${PORT} ADDRESS=0.0.0.0
COPY --from=site /server.mjs /server.mjs
COPY --from=site /site /site
USER node
EXPOSE ${PORT}
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD ["node", "/server.mjs", "health"]
CMD ["node", "/server.mjs"]
`;

const compose = `# docker compose --file dist/${hostFile(HOST, 'compose.yaml')} up --build
services:
  taxii:
    build:
      context: ../..
      dockerfile: ${hostFile(HOST, 'Dockerfile')}
    ports: ["${PORT}:${PORT}"]
    read_only: true
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    restart: unless-stopped
    # For collections that are not for everybody: the folder of the readers lists.
    # environment: { READERS: /readers }
    # volumes: ["./readers:/readers:ro"]
`;
