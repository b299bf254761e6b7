/** What a compiled JSON Schema says of a value: the part of ajv's errors that is used here. */
export interface SchemaError {
  readonly keyword: string;
  /** RFC 6901, to the value. */
  readonly instancePath: string;
  readonly schemaPath: string;
  /** For an error of a property's name: the name. */
  readonly propertyName?: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The node of the schema that failed. */
  readonly parentSchema: {
    /** What the value must be. */
    readonly description?: string;
    readonly properties?: object;
    readonly 'x-code'?: string;
    readonly 'x-basis'?: 'text' | 'oasis';
    /** Instead, within the deprecated container of observed data. */
    readonly 'x-basis-contained'?: 'text';
  };
  readonly data: unknown;
}

/** A compiled schema; after it has said no, `errors` says why, until it is asked again. */
export type Validate = ((value: unknown) => boolean) & { readonly errors?: readonly SchemaError[] | null };
