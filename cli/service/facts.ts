/** What a service is made from. */
export type ServiceFacts = {
  /** The absolute path of the launcher. */
  readonly launcher: string;
  readonly home: string;
  /** The variables that the daemon may see, without secrets. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variables that servers.yaml refers to: their values are the user's to write down. */
  readonly secretNames: readonly string[];
};
