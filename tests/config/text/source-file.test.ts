import { describe, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { readSource } from "../../../src/config/text/source-file.ts";
import { complaintsOf } from "../../support/problems.ts";
import { scratchFolder } from "../../support/scratch.ts";

const fileWith = (bytes: string | Uint8Array): string => {
  const file = join(scratchFolder(), "config.yaml");
  writeFileSync(file, bytes);
  return file;
};
const read = (file: string) => complaintsOf((complain) => readSource(file, complain));

test("a text is read, without the mark that some editors put before it; no file is no text", () => {
  expect(read(fileWith("\uFEFFa: ü\n"))).toEqual(["a: ü\n", []]);
  expect(read("/nowhere/config.yaml")).toEqual([null, []]);
});

describe("D-06: what is no text of a sensible size is told, and not read", () => {
  test("a hundred megabytes", () => {
    const file = fileWith("");
    spawnSync("truncate", ["-s", "100M", file]);

    expect(read(file)).toEqual([null, [`x ${file}  has 102400 KB; more than 128 KB is no configuration`]]);
  });

  test("bytes of a program", () => {
    const file = fileWith(Uint8Array.from([0x61, 0x0a, 0x00, 0x01]));

    expect(read(file)).toEqual([null, [`x ${file}:2  is not a text: there are bytes in it that no text has`]]);
    expect(read(fileWith(Uint8Array.from([0xff, 0xfe, 0x61, 0x00])))[1]).toEqual([
      expect.stringContaining("is UTF-16; save it as UTF-8"),
    ]);
    expect(read(fileWith(Uint8Array.from([0x61, 0xc3, 0x28])))[1]).toHaveLength(1);
  });

  test("a folder, and a pipe that nobody writes to", () => {
    const folder = scratchFolder();
    mkdirSync(join(folder, "config.yaml"));
    spawnSync("mkfifo", ["-m", "600", join(folder, "pipe")]);

    expect(read(join(folder, "config.yaml"))[1]).toEqual([expect.stringContaining("is not a file")]);
    expect(read(join(folder, "pipe"))[1]).toEqual([expect.stringContaining("is not a file")]);
  });
});

describe("S-05: a file that somebody else could have written is refused, as ssh does", () => {
  test.each([0o602, 0o666, 0o620])("mode %o", (mode) => {
    const file = fileWith("a: 1\n");
    chmodSync(file, mode);

    expect(() => read(file)).toThrow("can be changed by other users");
  });

  test.skipIf(userInfo().uid !== 0)("another owner (only the administrator can give a file away)", () => {
    const file = fileWith("a: 1\n");
    chownSync(file, 12345, 12345);

    expect(() => read(file)).toThrow("belongs to another user");
  });
});
