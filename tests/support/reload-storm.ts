import { existsSync, readdirSync, readFileSync, readlinkSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startDaemon, type TestDaemon } from "./daemon.ts";
import { until } from "./wait.ts";

/** What a storm of saves came to. */
export type Storm = {
  /** Answers that clients got meanwhile. */
  readonly answered: number;
  /** What went wrong for them, in words. */
  readonly failed: readonly string[];
  /** Configurations that have been in force. */
  readonly generations: number;
  /** Files that are open and were not; connections that clients keep are none. */
  readonly openedFiles: number;
  readonly openedWatches: number;
};

/** Saves the two files so often, in every way that editors have, while clients send requests without a pause. */
export const saveStorm = async (saves: number, clients: number): Promise<Storm> => {
  const daemon = await startDaemon({
    servers: "# both files are there and watched from the beginning\n",
    flags: { upstream: "simulator" },
    env: { PROXY_SIMULATOR_PACE_MS: "1" },
  });
  try {
    await request(daemon.url);
    await until("the file of sessions is open", () => existsSync(join(daemon.home, "memory.db-shm"))); // it stays open
    await save(daemon, 1);
    await until("the first save counts", async () => (await daemon.control.status({})).generation > 1, 15_000);
    const before = { files: filesOf(daemon.pid), watches: watchesOf(daemon.pid) };
    const failed: string[] = [];
    let [answered, isOver] = [0, false];
    const client = async (): Promise<void> => {
      while (!isOver) {
        const trouble = await request(daemon.url);
        if (trouble === null) answered++;
        else failed.push(trouble);
      }
    };
    const running = Array.from({ length: clients }, client);
    for (let count = 0; count < saves; count++) await save(daemon, count);
    await writeWhole(daemon, "log: { level: debug }\n");
    await until("the last save counts", async () => (await levelOf(daemon)) === "debug", 15_000);
    isOver = true;
    await Promise.all(running);
    await until("nothing in flight", async () => (await daemon.control.status({})).inFlight === 0, 15_000);
    const { generation: generations } = await daemon.control.status({});
    const isClosed = (): boolean => filesOf(daemon.pid) <= before.files && watchesOf(daemon.pid) <= before.watches;
    await until("all is closed that was opened", isClosed).catch(() => undefined);
    return {
      ...{ answered, failed, generations },
      openedFiles: Math.max(0, filesOf(daemon.pid) - before.files),
      openedWatches: Math.max(0, watchesOf(daemon.pid) - before.watches),
    };
  } finally {
    await daemon.stop();
  }
};

/** In place, over a draft, half first; the other file; and every other time somebody asks for it too. */
const save = async (daemon: TestDaemon, count: number): Promise<void> => {
  const text = `log: { level: ${["info", "warn"][count % 2]} } # ${count}\nlimits:\n  max_url_bytes: ${8000 + count}\n`;
  const file = join(daemon.home, "config.yaml");
  if (count % 4 === 0) writeFileSync(file, text);
  if (count % 4 === 1) await writeWhole(daemon, text);
  if (count % 4 === 2) {
    writeFileSync(file, text.slice(0, 30)); // no YAML: whoever reads it now must keep what there is
    writeFileSync(file, text);
  }
  if (count % 4 === 3)
    writeFileSync(
      join(daemon.home, "servers.yaml"),
      `work${count}: { endpoint: "http://127.0.0.1:9", type: openai }\n`,
      {
        mode: 0o600,
      },
    );
  if (count % 2 === 0) await daemon.control.reload({});
  else await Bun.sleep(1); // lets the machine tell of it; nothing is waited for
};

const writeWhole = async (daemon: TestDaemon, text: string): Promise<void> => {
  writeFileSync(join(daemon.home, "draft"), text);
  renameSync(join(daemon.home, "draft"), join(daemon.home, "config.yaml"));
};

const levelOf = async (daemon: TestDaemon): Promise<unknown> =>
  (await daemon.control.config({})).settings.find(({ name }) => name === "log.level")?.value;

const body = JSON.stringify({
  model: "claude-sonnet-4-5",
  max_tokens: 20,
  messages: [{ role: "user", content: "hi" }],
});

/** What is wrong with the answer; null when nothing is. */
const request = async (url: string): Promise<string | null> => {
  try {
    const headers = { "content-type": "application/json", "x-api-key": "sk-any", "anthropic-version": "2023-06-01" };
    const response = await fetch(`${url}/v1/messages`, { method: "POST", headers, body });
    const text = await response.text();
    return response.status === 200 && text.endsWith("}") ? null : `${response.status} ${text.slice(0, 200)}`;
  } catch (thrown) {
    return String(thrown);
  }
};

const filesOf = (pid: number): number =>
  readdirSync(`/proc/${pid}/fd`).filter((name) => {
    try {
      return !readlinkSync(`/proc/${pid}/fd/${name}`).startsWith("socket:");
    } catch {
      return false; // closed between the two calls
    }
  }).length;

/** What the system watches for this process. */
const watchesOf = (pid: number): number =>
  readdirSync(`/proc/${pid}/fdinfo`)
    .map((name) => {
      try {
        return readFileSync(`/proc/${pid}/fdinfo/${name}`, "utf8");
      } catch {
        return ""; // closed between the two calls
      }
    })
    .join("\n")
    .split("\n")
    .filter((line) => line.startsWith("inotify wd:")).length;
