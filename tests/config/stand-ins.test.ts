import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { pathsUnder } from "../../src/config/paths.ts";
import { standIn, standInsFor } from "../../src/config/stand-ins.ts";
import { scratchFolder } from "../support/scratch.ts";

test("a variable that a file refers to has its value, or something that stands for it; others have none", () => {
  const paths = pathsUnder(scratchFolder());
  writeFileSync(paths.servers, "a: { api_key: '${HERE}' }\nb: { api_key: '${ELSEWHERE}' }\n", { mode: 0o600 });

  expect(standInsFor(paths, { HERE: "k", ELSEWHERE: " ", MORE: "m" })).toEqual({ HERE: "k", ELSEWHERE: standIn });
});
