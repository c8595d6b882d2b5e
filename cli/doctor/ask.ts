import type { Socket } from "node:net";

/** The head and beginning of an answer, as text. */
type Reply = string;

const limitMs = 3000;
const mostBytes = 65_536;

/**
 * What the program at an address of this machine says it is at /health; null where nothing like that answers. By a plain
 * socket: fetch would ask a company's proxy for it.
 */
export const serverAt = async (origin: string): Promise<string | null> => {
  const reply = await ask(new URL("/health", origin), "GET");
  const server = /"server"\s*:\s*"([\w .-]{1,64})"/.exec(reply ?? "")?.[1];
  return server ?? (reply === null ? null : "unknown");
};

/** What an address's clock says, in milliseconds; null where it does not tell. No key is sent. */
export const dateAt = async (origin: string): Promise<number | null> => {
  const reply = await ask(new URL("/", origin), "HEAD");
  const date = Date.parse(/^date:\s*(.+)$/im.exec(reply ?? "")?.[1] ?? "");
  return Number.isNaN(date) ? null : date;
};

const ask = async (url: URL, method: "GET" | "HEAD"): Promise<Reply | null> => {
  const { promise, resolve } = Promise.withResolvers<Reply | null>();
  const timer = setTimeout(() => resolve(null), limitMs);
  let text = "";
  const socket = await connectTo(url, () =>
    socket.write(
      `${method} ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nConnection: close\r\nUser-Agent: proxy-cli-doctor\r\n\r\n`,
    ),
  );
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString("latin1");
    if (text.length > mostBytes || (method === "HEAD" && text.includes("\r\n\r\n"))) resolve(text);
  });
  socket.on("end", () => resolve(text));
  socket.on("error", () => resolve(text === "" ? null : text));
  socket.on("close", () => resolve(text === "" ? null : text));
  const reply = await promise;
  clearTimeout(timer);
  socket.destroy();
  return reply?.startsWith("HTTP/") === true ? reply : null;
};

const connectTo = async ({ hostname, port, protocol }: URL, onConnect: () => void): Promise<Socket> => {
  const host = hostname.replace(/^\[|\]$/g, "");
  if (protocol !== "https:") {
    const { connect } = await import("node:net");
    return connect({ host, port: port === "" ? 80 : Number(port) }, onConnect);
  }
  const { connect } = await import("node:tls");
  const isName = /[a-z]/i.test(host) && !host.includes(":");
  return connect({ host, port: port === "" ? 443 : Number(port), ...(isName ? { servername: host } : {}) }, onConnect);
};
