/** A comment so often: whoever reads notices by it that somebody is still there. */
const beatMs = 15_000;

/** The whole lines of a watch as server-sent events, with a heartbeat. It ends when the watch does, or when `closed` is aborted. */
export const eventsOf = (lines: ReadableStream<Uint8Array>, closed: AbortSignal): ReadableStream<Uint8Array> => {
  const [reader, encoder, decoder] = [lines.getReader(), new TextEncoder(), new TextDecoder()];
  let timer: ReturnType<typeof setInterval> | undefined;
  const end = (): void => {
    clearInterval(timer);
    closed.removeEventListener("abort", end);
    void reader.cancel().catch(() => undefined); // a read that waits then says that it is over
  };
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        timer = setInterval(() => controller.enqueue(encoder.encode(":\n\n")), beatMs);
        closed.addEventListener("abort", end);
      },
      pull: async (controller) => {
        const { value, done } = await reader.read();
        if (!done) return controller.enqueue(encoder.encode(eventsIn(decoder.decode(value))));
        end();
        controller.close();
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
};

const eventsIn = (text: string): string =>
  text
    .split("\n")
    .map((line) => (line === "" ? "" : `data: ${line}\n\n`))
    .join("");
