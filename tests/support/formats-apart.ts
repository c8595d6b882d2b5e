import { type ListeningSimulator, listenSimulator } from "../../src/simulator/listen.ts";
import { type DaemonOptions, startDaemon, type TestDaemon } from "./daemon.ts";

/** A daemon with an upstream for each vendor format, which speaks that one alone: `as-anthropic`, `as-gemini`. */
export type FormatsApart = {
  readonly daemon: TestDaemon;
  readonly vendor: ListeningSimulator;
  /** The requests that the vendor got since the last call. */
  readonly sent: () => Promise<ReturnType<ListeningSimulator["log"]["entries"]>>;
  readonly stop: () => Promise<void>;
};

/** The formats that vendors speak, each with the path below which an upstream speaks nothing else. */
export const vendorFormats = ["anthropic", "openai-chat", "openai-responses", "gemini"] as const;

/** Starts it, over one simulator that speaks all of them. */
export const startFormatsApart = async (options: DaemonOptions = {}): Promise<FormatsApart> => {
  const vendor = listenSimulator();
  const servers = vendorFormats.map(
    (format) => `as-${format}:\n  endpoints: { ${format}: "${vendor.url}" }\n  type: simulator\n`,
  );
  const daemon = await startDaemon({ ...options, servers: servers.join("") + (options.servers ?? "") });
  return {
    daemon,
    vendor,
    sent: async () => {
      await vendor.log.idle();
      const entries = vendor.log.entries();
      vendor.log.clear();
      return entries;
    },
    stop: async () => {
      await daemon.stop();
      await vendor.stop();
    },
  };
};
