/** STIX 2.1, as `taxii-press/stix`: a validator of objects and bundles, and what it is made of. */

export { deterministicId } from './deterministic-id.ts';
export { allFaultKinds } from './fault-kinds.ts';
export { type Finding, type FindingSeverity, isValid } from './finding.ts';
export { isIdentifier, typeOfIdentifier } from './identifier.ts';
export { type Kind, kindOf } from './kinds.ts';
export type { Pattern } from './pattern/ast.ts';
export { checkPattern } from './pattern/check-pattern.ts';
export type { PatternFault } from './pattern/fault.ts';
export { type ParsedPattern, parsePattern } from './pattern/parse-pattern.ts';
export type { Basis, FaultKind, Level, Path } from './rules/rule.ts';
export { schemaTexts } from './schemas/compiled-texts.ts';
export type { Setting, ValidationSettings } from './settings.ts';
export { Validator } from './validator.ts';
