import type { ListeningSimulator } from "../../src/simulator/listen.ts";
import { until } from "./wait.ts";

/** What a client sent and got, as hashes. */
export type Hashed = {
  readonly id: string;
  readonly status: number;
  readonly headers: Headers;
  readonly sentSha256: string;
  readonly receivedSha256: string;
  readonly received: Buffer;
};

/** The header by which a request is found again in the vendor's log. */
export const idHeader = "x-test-id";

let count = 0;

/** Keys of every vendor at once, so that the vendor takes any path. */
const keys = { authorization: "Bearer test-key", "x-api-key": "test-key", "x-goog-api-key": "test-key" };

/** Sends a request and hashes both bodies; nothing is decoded on the way. */
export const sendHashed = async (
  url: string,
  {
    method = "POST",
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: Uint8Array<ArrayBuffer> | string } = {},
): Promise<Hashed> => {
  const id = `t${++count}`;
  const sent = typeof body === "string" ? Buffer.from(body) : (body ?? new Uint8Array());
  const response = await fetch(url, {
    method,
    headers: { ...keys, "content-type": "application/json", ...headers, [idHeader]: id },
    ...(body === undefined ? {} : { body: sent }),
    decompress: false,
    redirect: "manual",
  });
  const received = Buffer.from(await response.arrayBuffer());
  return {
    id,
    status: response.status,
    headers: response.headers,
    sentSha256: sha256(sent),
    receivedSha256: sha256(received),
    received,
  };
};

/** The SHA-256 of bytes, in hex. */
export const sha256 = (bytes: Uint8Array | string): string =>
  new Bun.CryptoHasher("sha256").update(bytes).digest("hex");

/** What the vendor wrote down about a request, when its answer has ended. */
export const notedBy = (simulator: ListeningSimulator, id: string) =>
  until(`the vendor's book on ${id}`, () => {
    const entry = simulator.log.entries().find(({ headers }) => headers[idHeader] === id);
    return entry?.ending === null ? undefined : entry;
  });
