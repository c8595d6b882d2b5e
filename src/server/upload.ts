import { ProxyError } from "../core/errors.ts";

/** The daemon's watchdog, as far as an upload needs it. */
export type UploadWatch = (onLong: () => void) => {
  readonly expect: (limitMs: number, onLate: () => void) => void;
  readonly end: () => void;
};

/** A body on its way in, chunk by chunk. */
export type Upload = {
  /** The next chunk, null at the end. Throws `upload_stalled`, or what a broken connection is told as. */
  readonly next: () => Promise<Uint8Array | null>;
  /** Takes no more of it, for this reason. */
  readonly fail: (error: ProxyError) => ProxyError;
  readonly end: () => void;
  readonly isWhole: () => boolean;
  /** Why it broke off; null as long as it did not. */
  readonly failure: () => ProxyError | null;
};

/** Reads a body and does not wait for ever for any chunk of it; time in which nobody asks for one does not count. */
export const uploadOf = (
  source: ReadableStream<Uint8Array>,
  stallMs: number,
  watch: ReturnType<UploadWatch>,
  broken: (cause: unknown) => ProxyError,
): Upload => {
  const reader = source.getReader();
  let isWhole = false;
  let isEnded = false; // by us: a read under way then looks like the end of the body
  let failure: ProxyError | null = null;
  const end = (): void => {
    isEnded = true;
    watch.end();
    reader.cancel().catch(() => undefined); // what is broken already cannot be cancelled
  };
  const fail = (error: ProxyError): ProxyError => {
    failure ??= error;
    end();
    return failure;
  };
  return {
    next: async () => {
      watch.expect(stallMs, () => void fail(uploadStalled(stallMs)));
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw fail(broken(cause));
      });
      watch.expect(Number.POSITIVE_INFINITY, () => undefined);
      if (failure !== null) throw failure;
      if (!done) return value;
      isWhole = !isEnded;
      watch.end();
      return null;
    },
    fail,
    end,
    isWhole: () => isWhole,
    failure: () => failure,
  };
};

/** A client that began to send and went no further. */
export const uploadStalled = (stallMs: number): ProxyError =>
  late(`Nothing more of the request body came for ${stallMs / 1000} s.`);

/** A body that was taken in one piece and is not here in time. */
export const uploadLate = (limitMs: number): ProxyError =>
  late(`The request body had not come whole after ${limitMs / 1000} s.`);

const late = (what: string): ProxyError =>
  new ProxyError("upload_stalled", what, {
    hint: "Send it again, or raise timeouts.upload_stall_ms on a slow network.",
  });
