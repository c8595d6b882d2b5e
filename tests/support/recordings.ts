import { test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { DialectName } from "../../src/core/dialect-name.ts";
import { once } from "../../src/lib/once.ts";
import { recordingsOfCassette } from "./recorded/cassettes.ts";
import { recordingsOfFile } from "./recorded/files.ts";
import type { Recording } from "./recorded/recording.ts";

export type {
  RecordedAnswer,
  RecordedFailure,
  RecordedRequest,
  RecordedStream,
  Recording,
} from "./recorded/recording.ts";

const folder = join(process.env["PROXY_DATA"] ?? "../shared/data", "1-provider-responses");

/** Whether the recordings are on this machine; they are no part of the project. */
export const hasRecordings = existsSync(folder);

/** A test that reads recordings. Where there are none it is skipped, and its title says so. */
export const recordedTest = (title: string, run: () => void | Promise<void>, timeoutMs = 30_000): void => {
  if (hasRecordings) test(title, run, timeoutMs);
  else test.skip(`NO RECORDINGS (set PROXY_DATA): ${title}`, run);
};

/** All that vendors were heard to say, read when it is first asked for. */
export const recordings: () => readonly Recording[] = once(() =>
  [...new Bun.Glob("**/*.{yaml,json,txt,sse,responses}").scanSync(folder)].sort().flatMap((name) => {
    const [, provider = ""] = name.split("/");
    const file = join(folder, name);
    return name.endsWith(".yaml") ? recordingsOfCassette(file, name, provider) : recordingsOfFile(file, name);
  }),
);

/** The recordings of one format and one kind. */
export const recorded = <Kind extends Recording["kind"]>(
  dialect: DialectName,
  kind: Kind,
): Extract<Recording, { kind: Kind }>[] =>
  recordings().filter(
    (recording): recording is Extract<Recording, { kind: Kind }> =>
      recording.dialect === dialect && recording.kind === kind,
  );
