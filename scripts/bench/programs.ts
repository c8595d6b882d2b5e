import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dir, "../..");

/** Nothing of the shell that a benchmark is started from; Bun's limit on requests at a time as the launcher sets it. */
export const environment = (more: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  PATH: process.env["PATH"] ?? "",
  BUN_CONFIG_MAX_HTTP_REQUESTS: "16384",
  // Both as the launcher sets them.
  BUN_RUNTIME_TRANSPILER_CACHE_PATH: join(root, "node_modules/.cache/bun"),
  ...more,
});

/** Bun running a file of this repository as the launcher would. */
export const bunCommand = (file: string): string[] => [
  process.execPath,
  "--no-env-file",
  `--config=${join(root, "bunfig.toml")}`,
  `--tsconfig-override=${join(root, "tsconfig.json")}`,
  "--no-install",
  join(root, file),
];

/** A program of a benchmark that is told its job and tells the result. */
export const measure = <Result>(file: string, job: object): Promise<Result> =>
  resultOf<Result>([...bunCommand(file), JSON.stringify(job)], file);

/** The line of JSON that a command says last; one that takes too long is ended. */
export const resultOf = async <Result>(command: readonly string[], name: string): Promise<Result> => {
  const child = Bun.spawn([...command], {
    env: environment(),
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
    timeout: 60_000,
  });
  const [text, trouble, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  if (code !== 0) throw new Error(`${name} ended with ${child.signalCode ?? code}\n${trouble}`);
  return JSON.parse(text.trim().split("\n").at(-1) ?? "");
};

/** A port that nobody listens on at the moment. */
export const freePort = (): number => {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
  listener.stop(true);
  return listener.port;
};

/** The first moment that this path is answered with 200, in milliseconds of `performance.now()`. */
export const firstAnswerAt = async (port: number, path: string, method: "GET" | "POST"): Promise<number> => {
  const init = method === "POST" ? { method, body: '{"model":"claude-sonnet-4-5"}', headers: json } : { method };
  for (const deadline = performance.now() + 10_000; performance.now() < deadline; await Bun.sleep(1)) {
    const isUp = await fetch(`http://127.0.0.1:${port}${path}`, { ...init, keepalive: false }).then(
      async (response) => (await response.arrayBuffer()).byteLength > 0 && response.status === 200,
      () => false,
    );
    if (isUp) return performance.now();
  }
  throw new Error(`Nobody answered ${path} on port ${port} within 10 s.`);
};

/** The resident memory of a process and its children, in bytes; 0 when it is gone. */
export const residentBytes = (pid: number): number => {
  const children = readOrEmpty(`/proc/${pid}/task/${pid}/children`).trim().split(" ").filter(Boolean).map(Number);
  const own = Number(/VmRSS:\s+(\d+) kB/.exec(readOrEmpty(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
  return children.reduce((sum, child) => sum + residentBytes(child), own);
};

/** A hundredth of a second is what the system counts in. */
const tickUs = 10_000;

/** The processor time that a process has used so far, of all its threads, in microseconds. Linux alone; else no number. */
export const usedUs = (pid: number): number => {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // the name may have blanks in it
  return (Number(fields[11] ?? Number.NaN) + Number(fields[12] ?? Number.NaN)) * tickUs;
};

const json = { "content-type": "application/json" };

const readOrEmpty = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // the process has ended
  }
};
