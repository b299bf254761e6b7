/** What stands for nothing, where nothing should stand; undefined for all else. */
export function emptinessOf(value: unknown): string | undefined {
  if (value === null) return 'null';
  return Array.isArray(value) && value.length === 0 ? 'an empty list' : undefined;
}
