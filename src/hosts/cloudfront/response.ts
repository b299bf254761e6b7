import { TAXII } from '../../taxii/media-type.ts';
import { fileKinds } from '../file-kinds.ts';
import { cloudFrontHeaders } from './print.ts';

/**
 * The function for CloudFront's viewer-response event: gives each answer the headers of its kind, which the storage
 * knows by the media type, and tells the dates that the storage keeps beside it.
 */
export function printViewerResponse(): string {
  const kinds = Object.fromEntries(
    fileKinds.map(({ headers: { 'Content-Type': type = '', 'Cache-Control': _, ...headers } }) => [
      type,
      cloudFrontHeaders({
        ...headers,
        Vary: type === TAXII ? 'Accept, Accept-Encoding' : 'Accept-Encoding',
      }),
    ]),
  );
  return `var K = ${JSON.stringify(kinds)};
${code}`;
}

const code = `function handler(event) {
  var response = event.response;
  var headers = response.headers;
  var type = headers['content-type'];
  var kind = (type && K[type.value]) || { 'x-content-type-options': { value: 'nosniff' } };
  ['first', 'last'].forEach(function (end) {
    var date = headers['x-amz-meta-taxii-date-added-' + end];
    if (date) headers['x-taxii-date-added-' + end] = { value: date.value };
  });
  Object.keys(headers).forEach(function (name) {
    if (name.indexOf('x-amz-') === 0) delete headers[name];
  });
  Object.keys(kind).forEach(function (name) {
    headers[name] = kind[name];
  });
  return response;
}
`;
