/** TAXII 2.1 §1.6.8.1; the exact spelling matters to clients (OASIS's compares part by part). */
export const TAXII = 'application/taxii+json;version=2.1';
export const STIX = 'application/stix+json;version=2.1';
