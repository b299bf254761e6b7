/** What this project uses of Eleventy 3.1, which ships no types. */
declare module '@11ty/eleventy' {
  export interface UserConfig {
    addExtension(
      extension: string,
      options: { outputFileExtension: string; compile: (text: string) => () => string },
    ): void;
    addGlobalData(name: string, value: unknown): void;
    /** Globs of files that are no templates; changing the list counts. */
    on(event: 'eleventy.ignores', listener: (ignores: string[]) => void): void;
    /** The configuration after all merging; `package` is the name under which templates see package.json. */
    on(
      event: 'eleventy.config',
      listener: (merged: { config: { keys: { package: string | false } } }) => void,
    ): void;
    setLiquidOptions(options: Readonly<Record<string, unknown>>): void;
    setTemplateFormats(formats: readonly string[]): void;
    setUseGitIgnore(enabled: boolean): void;
    setUseTemplateCache(enabled: boolean): void;
  }

  export interface RenderedTemplate {
    /** Begins with the output folder. */
    readonly outputPath: string | false;
    readonly content: string;
  }

  export class Eleventy {
    constructor(
      input: string,
      output: string,
      options: {
        configPath?: false;
        quietMode?: boolean;
        loader?: 'esm';
        config?: (config: UserConfig) => void;
      },
    );
    disableLogger(): void;
    /** Renders all templates and writes nothing. */
    toJSON(): Promise<RenderedTemplate[]>;
  }
}
