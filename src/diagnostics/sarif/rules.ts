import type { CodeInfo } from '../catalogue/index.ts';
import type { Severity } from '../diagnostic.ts';
import { firstSentence, parsePage } from '../page.ts';

/** As GitHub cuts them off: https://docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support */
const MAX_DESCRIPTION = 1024;

/** A reportingDescriptor (SARIF 2.1.0 §3.49), with what GitHub asks for and what it sorts by. */
export function ruleOf({ code, severity, help }: CodeInfo, markdown: string | undefined) {
  const about = (markdown === undefined ? undefined : parsePage(markdown).about) ?? help;
  return {
    id: code,
    name: nameOf(code),
    shortDescription: { text: firstSentence(about).slice(0, MAX_DESCRIPTION) },
    fullDescription: { text: about.slice(0, MAX_DESCRIPTION) },
    help: { text: help, markdown: markdown ?? help },
    defaultConfiguration: { level: severity },
    properties: {
      tags: [code.split('/', 1)[0]!],
      precision: 'very-high',
      'problem.severity': problemSeverity[severity],
    },
  };
}

/** SARIF 2.1.0 §3.49.7 wants a name that people understand; viewers expect one word in Pascal case. */
function nameOf(code: string): string {
  return code
    .split(/[/-]/)
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join('');
}

/** GitHub's own words for severities. */
const problemSeverity: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  note: 'recommendation',
};
