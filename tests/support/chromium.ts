import { scratchFolder } from "./scratch.ts";

/** A browser without a window, driven over its debugging port. */
export type Chromium = {
  readonly go: (address: string) => Promise<void>;
  /** The value of an expression in the page. */
  readonly value: (expression: string) => Promise<unknown>;
  /** What the page has complained of: exceptions, refusals of its policy. */
  readonly complaints: () => readonly string[];
  readonly close: () => Promise<void>;
};

/** Where a Chromium of the system is; null = there is none. */
export const chromiumHere = (): string | null => Bun.which("chromium") ?? Bun.which("google-chrome");

/** Opens one with a profile of its own. */
export const openChromium = async (program: string): Promise<Chromium> => {
  const options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--no-first-run"];
  const child = Bun.spawn([program, ...options, `--user-data-dir=${scratchFolder()}`, "about:blank"], {
    ...{ stdin: "ignore", stdout: "ignore", stderr: "pipe" },
  });
  const port = await portIn(child.stderr);
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as readonly Readonly<
    Record<string, string>
  >[];
  const socket = new WebSocket(targets.find(({ type }) => type === "page")?.["webSocketDebuggerUrl"] ?? "");
  await new Promise((opened) => socket.addEventListener("open", opened));
  const waiting = new Map<number, (result: Readonly<Record<string, unknown>>) => void>();
  const complaints: string[] = [];
  socket.addEventListener("message", ({ data }) => {
    const { id, result, method, params } = JSON.parse(String(data));
    if (id !== undefined) waiting.get(id)?.(result ?? {});
    else if (method === "Runtime.exceptionThrown") complaints.push(JSON.stringify(params.exceptionDetails));
    else if (method === "Log.entryAdded" && params.entry.level === "error") complaints.push(params.entry.text);
  });
  let calls = 0;
  const call = (method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> =>
    new Promise((answered) => {
      waiting.set(++calls, answered);
      socket.send(JSON.stringify({ id: calls, method, params }));
    });
  await Promise.all(["Page", "Runtime", "Log"].map((domain) => call(`${domain}.enable`)));
  return {
    go: async (url) => void (await call("Page.navigate", { url })),
    value: async (expression) => {
      const { result } = await call("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
      return (result as { readonly value?: unknown } | undefined)?.value;
    },
    complaints: () => complaints,
    close: async () => {
      socket.close();
      child.kill();
      await child.exited;
    },
  };
};

/** It says on which port it listens, and goes on talking. */
const portIn = async (said: ReadableStream<Uint8Array>): Promise<string> => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  void (async () => {
    let text = "";
    for await (const bytes of said) {
      text += new TextDecoder().decode(bytes);
      const found = /ws:\/\/127\.0\.0\.1:(\d+)\//.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    }
    reject(new Error(`The browser ended before it listened:\n${text}`));
  })();
  return promise;
};
