import { isLoopback } from "../../src/lib/loopback.ts";
import { addressesOf } from "../daemon/port-owner.ts";
import { defineCheck, type Finding, hint, ok, unchecked } from "./check.ts";

type Facts = {
  /** What the daemon listens on; null where the system does not tell. */
  readonly addresses: readonly string[] | null;
} | null;

/** Whether only this machine can reach the daemon. */
export const judgeListening = (facts: Facts): readonly Finding[] => {
  if (facts === null) return [];
  const { addresses } = facts;
  if (addresses === null || addresses.length === 0)
    return [unchecked("listening addresses: this system does not tell them")];
  const hosts = [...new Set(addresses)];
  const open = hosts.filter((host) => !isLoopback(host));
  if (open.length === 0) return [ok(`listening on ${hosts.join(" and ")} only`)];
  return [
    hint(
      `listening on ${open.join(" and ")}: other machines can reach it, with the token`,
      "proxy-cli restart --host 127.0.0.1",
    ),
  ];
};

export default defineCheck({
  name: "listening",
  look: ({ daemon }): Facts => (daemon.state === "running" ? { addresses: addressesOf(daemon.status.pid) } : null),
  judge: judgeListening,
});
