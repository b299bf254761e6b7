import { describe } from '../../describe.ts';
import { rule } from '../rule.ts';

export const productName = rule({
  code: 'stix/product-name',
  level: 'should',
  oasis: ['143', 'malware-analysis-product'],
  section: '§4.12.1',
  types: ['malware-analysis'],
  message: (v: { product: string }) =>
    `"product" is ${describe(v.product)}, where a name of a–z, 0–9 and "-" is expected.`,
  help: 'Write the name of the product in lower case, with hyphens between its words.',
  check({ product }, report) {
    if (typeof product === 'string' && !/^[a-z0-9-]+$/.test(product)) report(['product'], { product });
  },
});
