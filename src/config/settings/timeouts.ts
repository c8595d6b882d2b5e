import { milliseconds, setting } from "./setting.ts";

/** How long anything may take. */
export const timeoutsSettings = {
  "timeouts.connect_ms": setting(
    milliseconds,
    10_000,
    "How long an upstream may take no connection; at half of it a probe tells a dead address from a thinking model.",
  ),
  "timeouts.first_byte_ms": setting(milliseconds, 600_000, "How long a whole answer may take to begin."),
  "timeouts.first_byte_stream_ms": setting(milliseconds, 120_000, "How long a streamed answer may take to begin."),
  "timeouts.stream_idle_ms": setting(milliseconds, 120_000, "How long an answer under way may be silent."),
  "timeouts.upload_stall_ms": setting(
    milliseconds,
    30_000,
    "How long a client may send nothing more of a body that it has begun.",
  ),
  "timeouts.write_stall_ms": setting(milliseconds, 60_000, "How long a client may take no bytes at all."),
  "timeouts.linger_ms": setting(
    milliseconds,
    2000,
    "How long an upstream may hold the connection after its terminal event.",
  ),
  "timeouts.websocket_idle_ms": setting(
    milliseconds,
    900_000,
    "How long neither side of a WebSocket may say anything.",
  ),
  "timeouts.drain_ms": setting(milliseconds, 30_000, "How long `stop` waits for running answers."),
} as const;
