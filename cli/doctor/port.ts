import { ownerOf, type PortOwner } from "../daemon/port-owner.ts";
import { isFree } from "../daemon/port-taken.ts";
import { defineCheck, type Finding, ok, problem } from "./check.ts";

type Facts = {
  readonly port: number;
  readonly isFree: boolean;
  readonly owner: PortOwner | null;
} | null;

/** Whether a start would get its port; while the daemon runs it has it. */
export const judgePort = (facts: Facts): readonly Finding[] => {
  if (facts === null) return [];
  const { port, isFree: free, owner } = facts;
  if (free) return [ok(port === 0 ? "port: any free one" : `port ${port} is free`)];
  const who = owner === null ? "another program" : `"${owner.name}" (pid ${owner.pid}${owner.isMine ? ", yours" : ""})`;
  const other = port < 65_535 ? port + 1 : port - 1;
  return [problem(`port ${port} is used by ${who}`, `proxy-cli start --port ${other}   or stop that program`)];
};

export default defineCheck({
  name: "port",
  look: async ({ daemon, context: { paths, env } }): Promise<Facts> => {
    if (daemon.state !== "stopped") return null;
    const { configWithoutDaemon } = await import("../../src/offline/without-daemon.ts");
    const settings = new Map(configWithoutDaemon(paths, env).settings.map(({ name, value }) => [name, value]));
    const port = Number(settings.get("server.port"));
    const free = port === 0 || isFree(String(settings.get("server.host")), port);
    return { port, isFree: free, owner: free ? null : ownerOf(port) };
  },
  judge: judgePort,
});
