/** Everything that reads, but for what goes on until somebody ends it. */
export const reading: readonly string[] = [
  ...[
    "status",
    "upstreams",
    "upstreams show simulator",
    "upstreams test simulator",
    "stats",
    "stats --by hour",
    "sessions",
    "memory",
    "memory stats",
    "why last",
  ],
  ...["trace", "trace path", "config", "config get server.port", "config explain server.port", "config diff"],
  ...["config path", "config validate", "config schema", "keys", "keys check", "token", "prices", "prices list glm"],
  ...[
    "prices show glm-4.6",
    "prices check",
    "models",
    "models show glm-4.6",
    "models alias",
    "env",
    "doctor simulator",
    "statusline",
    "completions zsh",
    "man",
  ],
];
