/** The client's end of a WebSocket, as a conversation uses it. */
export type Peer = {
  /** Resolves when the client keeps up, or has gone. */
  readonly send: (event: string) => Promise<void>;
  readonly close: (code: number, reason: string) => void;
  /** Breaks the connection without a goodbye. */
  readonly cut: () => void;
};

/** What is said over one WebSocket, whatever about. */
export type Talk = {
  readonly begin: (peer: Peer) => void;
  readonly hear: (message: string) => void;
  /** The client has gone. */
  readonly end: () => void;
};
