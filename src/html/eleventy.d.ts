/** What this project uses of Eleventy 3.1, which ships no types. */
declare module '@11ty/eleventy' {
  export interface UserConfig {
    readonly ignores: Set<string>;
    addExtension(
      extension: string,
      options: { outputFileExtension: string; compile: (text: string) => () => string },
    ): void;
    addGlobalData(name: string, value: unknown): void;
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
