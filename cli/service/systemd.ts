import type { ServiceFacts } from "./facts.ts";

/** What the unit is called. */
export const systemdName = "proxy-cli.service";

/**
 * A unit for `systemctl --user`. SIGTERM goes to the command alone (`mixed`), which hands it on: two of them would mean
 * "end at once". What needs a mount namespace (ProtectSystem, PrivateTmp) is left out: a user's manager often has none.
 */
export const systemdUnit = ({
  launcher,
  home,
  variablesFile,
}: ServiceFacts & { readonly variablesFile: string }): string => `# Written by: proxy-cli service install
[Unit]
Description=proxy-cli, a local LLM proxy
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart=${quoted(launcher)} start --foreground --supervise --fail-if-running
Environment=${quoted(`PROXY_CLI_HOME=${home}`)}
EnvironmentFile=-${specifiersEscaped(variablesFile)}
WorkingDirectory=/
KillMode=mixed
TimeoutStopSec=45

# The command starts a crashed daemon again by itself, later each time; this is for its own end.
Restart=on-failure
RestartSec=5
# What only a person can put right: usage, rights, configuration; and 79, with which it ends in order after --paranoid saw something.
RestartPreventExitStatus=2 77 78 79

LimitNOFILE=65536
LimitCORE=0
UMask=0077
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
SystemCallArchitectures=native

[Install]
WantedBy=default.target
`;

/** Variables for the daemon, in a file that only its owner can read; keys are theirs to fill in. */
export const environmentFile = ({ variables, secretNames }: ServiceFacts): string =>
  [
    "# Variables of the proxy-cli service, read at its start. Only you can read this file; keep it so.",
    ...Object.entries(variables).map(([name, value]) => `${name}=${inFile(value)}`),
    ...secretNames.map((name) => `#${name}=`),
    "",
  ].join("\n");

/** A word of a unit file, in which `%` means something. */
const quoted = (word: string): string => `"${specifiersEscaped(word).replaceAll(/[\\"]/g, (sign) => `\\${sign}`)}"`;

const specifiersEscaped = (word: string): string => word.replaceAll("%", "%%");

/** A value of an environment file, in which nothing is expanded. */
const inFile = (value: string): string => `"${value.replaceAll(/[\\"`$]/g, (sign) => `\\${sign}`)}"`;
