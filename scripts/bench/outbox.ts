type Sink = { readonly write: (bytes: Uint8Array) => number };

/** What waits to be written to one socket, which takes only so much at a time. */
export type Outbox = {
  readonly send: (socket: Sink, bytes: Uint8Array) => void;
  /** To be called when the socket can take more. */
  readonly drain: (socket: Sink) => void;
};

/** An empty outbox. */
export const createOutbox = (): Outbox => {
  const waiting: Uint8Array[] = [];
  const drain = (socket: Sink): void => {
    for (let bytes = waiting[0]; bytes !== undefined; bytes = waiting[0]) {
      const taken = Math.max(0, socket.write(bytes));
      if (taken < bytes.length) {
        waiting[0] = bytes.subarray(taken);
        return;
      }
      waiting.shift();
    }
  };
  return {
    drain,
    send: (socket, bytes) => {
      waiting.push(bytes);
      if (waiting.length === 1) drain(socket);
    },
  };
};
