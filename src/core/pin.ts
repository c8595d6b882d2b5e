/** Where a person has sent one conversation, whatever the others do. */
export type Pin = {
  readonly upstream: string;
  /** The model that is asked for there, whatever the client asks for; null = what the client asks for, by its name there. */
  readonly model: string | null;
};
