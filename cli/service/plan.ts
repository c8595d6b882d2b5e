import { join } from "node:path";
import { ProxyError } from "../../src/core/errors.ts";
import type { ServiceFacts } from "./facts.ts";
import { launchdLabel, launchdPlist } from "./launchd.ts";
import { environmentFile, systemdName, systemdUnit } from "./systemd.ts";

/** A file that installing writes. */
export type ServiceFile = {
  readonly path: string;
  readonly text: string;
  /** Whether it stays as it is when it is there already, because people write into it. */
  readonly isTheirs: boolean;
};

/** A program and its arguments; the program is looked up in absolute entries of PATH. */
export type Call = readonly [program: string, ...args: string[]];

/** How this system keeps a program running for one user. */
export type Service = {
  readonly name: string;
  readonly files: readonly ServiceFile[];
  readonly start: readonly Call[];
  readonly stop: readonly Call[];
  readonly status: Call;
  readonly logs: (lines: number, isFollowing: boolean) => Call;
  /** What is good to know afterwards. */
  readonly notes: readonly string[];
};

type Place = {
  readonly platform: string;
  readonly userHome: string;
  /** `XDG_CONFIG_HOME`; null when it is not set. */
  readonly configHome: string | null;
  readonly uid: number;
};

/** The service for this system. Throws `usage` with what to do instead where there is none. */
export const serviceFor = (place: Place, facts: ServiceFacts): Service => {
  if (place.platform === "linux") return systemd(place, facts);
  if (place.platform === "darwin") return launchd(place, facts);
  throw new ProxyError("usage", `There is no service for ${place.platform} yet.`, {
    hint: "On Windows run it in WSL; elsewhere let your own supervisor run: proxy-cli start --foreground",
  });
};

const systemd = ({ userHome, configHome }: Place, facts: ServiceFacts): Service => {
  const folder = join(configHome ?? join(userHome, ".config"), "systemd", "user");
  const variablesFile = join(facts.home, "service.env");
  return {
    name: systemdName,
    files: [
      { path: join(folder, systemdName), text: systemdUnit({ ...facts, variablesFile }), isTheirs: false },
      { path: variablesFile, text: environmentFile(facts), isTheirs: true },
    ],
    start: [
      ["systemctl", "--user", "daemon-reload"],
      ["systemctl", "--user", "enable", "--now", systemdName],
    ],
    stop: [
      ["systemctl", "--user", "disable", "--now", systemdName],
      ["systemctl", "--user", "daemon-reload"],
    ],
    status: ["systemctl", "--user", "--no-pager", "status", systemdName],
    logs: (lines, isFollowing) => [
      ...(["journalctl", "--user", "--no-pager", "--unit", systemdName] as const),
      ...["--lines", String(lines), ...(isFollowing ? ["--follow"] : [])],
    ],
    notes: [
      "it ends with your session; to keep it up: loginctl enable-linger",
      ...facts.secretNames.map((name) => `servers.yaml refers to ${name}: write its value into ${variablesFile}`),
    ],
  };
};

const launchd = ({ userHome, uid }: Place, facts: ServiceFacts): Service => {
  const path = join(userHome, "Library", "LaunchAgents", `${launchdLabel}.plist`);
  const log = join(facts.home, "logs", "service.log");
  return {
    name: launchdLabel,
    files: [{ path, text: launchdPlist({ ...facts, log }), isTheirs: false }],
    start: [["launchctl", "bootstrap", `gui/${uid}`, path]],
    stop: [["launchctl", "bootout", `gui/${uid}/${launchdLabel}`]],
    status: ["launchctl", "print", `gui/${uid}/${launchdLabel}`],
    logs: (lines, isFollowing) => ["tail", "-n", String(lines), ...(isFollowing ? ["-F"] : []), log],
    notes: facts.secretNames.map(
      (name) => `servers.yaml refers to ${name}, which launchd does not know: keep that key in servers.yaml itself`,
    ),
  };
};
