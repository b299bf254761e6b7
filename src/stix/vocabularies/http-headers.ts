import { lazySet, words } from './lazy-set.ts';

/**
 * Names of request header fields for http-request-ext.request_header (§6.12.2), in the case of their definitions,
 * though RFC 9110 §5.1 takes them in any. No registry tells requests from responses: the IANA field name registry
 * has both, and lacks what is in use without it.
 */
export const httpRequestHeaders = lazySet(() => [...words(defined), ...words(inUse)].sort());

/**
 * RFC 9110 to 9112, 1864, 2068, 3230, 4918, 5023, 6265, 6266, 6454, 6455, 7089, 7239, 7240, 7540, 7838, 8470, 9218,
 * 9421, 9440, 9449 and 9530; Fetch, HTML, Service Workers, Client Hints and Trace Context of the WHATWG and the W3C;
 * SOAP 1.1.
 */
const defined = `
Accept Accept-Charset Accept-Datetime Accept-Encoding Accept-Language Accept-Signature
Access-Control-Request-Headers Access-Control-Request-Method Alt-Used Authorization Cache-Control Client-Cert
Client-Cert-Chain Connection Content-Digest Content-Disposition Content-Encoding Content-Language
Content-Length Content-Location Content-MD5 Content-Range Content-Type Cookie DPoP Date Depth Destination
Digest Early-Data Expect Forwarded From HTTP2-Settings Host If If-Match If-Modified-Since If-None-Match
If-Range If-Unmodified-Since Keep-Alive Last-Event-ID Lock-Token Max-Forwards Origin Overwrite Ping-From
Ping-To Pragma Prefer Priority Proxy-Authorization Range Referer Repr-Digest SOAPAction Save-Data Sec-CH-UA
Sec-CH-UA-Arch Sec-CH-UA-Bitness Sec-CH-UA-Full-Version-List Sec-CH-UA-Mobile Sec-CH-UA-Model
Sec-CH-UA-Platform Sec-CH-UA-Platform-Version Sec-Fetch-Dest Sec-Fetch-Mode Sec-Fetch-Site Sec-Fetch-User
Sec-GPC Sec-Purpose Sec-WebSocket-Extensions Sec-WebSocket-Key Sec-WebSocket-Protocol Sec-WebSocket-Version
Service-Worker Service-Worker-Navigation-Preload Signature Signature-Input Slug TE Timeout Trailer
Transfer-Encoding Upgrade Upgrade-Insecure-Requests User-Agent Via Want-Content-Digest Want-Digest
Want-Repr-Digest Warning baggage traceparent tracestate
`;

/** By custom, and without a standard. */
const inUse = `
DNT Front-End-Https Proxy-Connection X-ATT-DeviceId X-Correlation-ID X-Csrf-Token X-Forwarded-For
X-Forwarded-Host X-Forwarded-Port X-Forwarded-Proto X-Http-Method-Override X-Real-IP X-Request-ID
X-Requested-With X-UIDH X-Wap-Profile
`;
