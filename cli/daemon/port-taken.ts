import { ProxyError } from "../../src/core/errors.ts";
import { ownerOf, type PortOwner } from "./port-owner.ts";

/** A port that somebody else has, with who that is and a port to take instead. */
export const portTaken = (
  port: number,
  command: "start" | "restart",
  owner: PortOwner | null = ownerOf(port),
  cause?: unknown,
): ProxyError => {
  const who = owner === null ? "another program" : `"${owner.name}" (pid ${owner.pid}${owner.isMine ? ", yours" : ""})`;
  const free = port < 65_535 ? port + 1 : port - 1;
  return new ProxyError("port_taken", `Port ${port} is used by ${who}.`, {
    hint: `Try: proxy-cli ${command} --port ${free}   or stop that program`,
    cause,
  });
};

/** Whether this address can be listened on now. */
export const isFree = (hostname: string, port: number): boolean => {
  try {
    Bun.listen({ hostname, port, socket: { data: () => undefined } }).stop(true);
    return true;
  } catch (thrown) {
    return !(thrown instanceof Error && "code" in thrown && thrown.code === "EADDRINUSE");
  }
};
