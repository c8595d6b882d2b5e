import { expect, test } from "bun:test";
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathsUnder } from "../../src/config/paths.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { takeLock } from "../../src/lib/lock.ts";
import { alone, change } from "../../src/offline/change.ts";
import { scratchFolder } from "../support/scratch.ts";

const refusal = new ProxyError("config_invalid", "config.yaml:1:1  no");

/** A daemon that refuses the first thing that it is asked. */
const refusing = () => {
  const paths = pathsUnder(scratchFolder());
  const read: string[] = [];
  const bringInForce = async () => {
    read.push(existsSync(paths.config) ? readFileSync(paths.config, "utf8") : "none");
    if (read.length === 1) throw refusal;
    return null;
  };
  return { changing: { paths, bringInForce }, paths, read };
};

test("what the daemon refuses is taken back, each file as it was, and the daemon reads that again", async () => {
  const { changing, paths, read } = refusing();
  writeFileSync(paths.config, "# mine\n", { mode: 0o600 });

  const changed = change(changing, [paths.config, paths.servers], () => {
    writeFileSync(paths.config, "log: { level: warn }\n");
    writeFileSync(paths.servers, "work: {}\n");
  });

  await expect(changed).rejects.toBe(refusal);
  expect(readFileSync(paths.config, "utf8")).toBe("# mine\n");
  expect(existsSync(paths.servers)).toBe(false);
  expect(read).toEqual(["log: { level: warn }\n", "# mine\n"]);
});

test("a change that fails half way is no change", async () => {
  const { changing, paths } = refusing();

  const changed = change(changing, [paths.config], () => {
    writeFileSync(paths.config, "log: {}\n");
    throw refusal;
  });

  await expect(changed).rejects.toBe(refusal);
  expect(existsSync(paths.config)).toBe(false);
});

test("a second change waits until the first is in force", async () => {
  const { paths } = refusing();
  const happened: string[] = [];
  const makes = (name: string) =>
    change(
      {
        paths,
        bringInForce: async () => {
          await Bun.sleep(1); // others get their turn
          happened.push(`${name} in force`);
          return null;
        },
      },
      [paths.config],
      () => void happened.push(`${name} written`),
    );

  await Promise.all([makes("a"), makes("b")]);

  const [first = "", second = ""] = happened;
  expect(second).toBe(first.replace("written", "in force"));
  expect(happened).toHaveLength(4);
});

test("a lock that is never given back ends in an error, and its file is the owner's alone", async () => {
  const { paths } = refusing();
  await alone(paths, () => undefined);
  expect(statSync(paths.configLock).mode & 0o777).toBe(0o600);
  const lock = takeLock(paths.configLock);

  await expect(alone(paths, () => undefined, 50)).rejects.toMatchObject({ code: "cannot_write" });
  lock?.release();
});

test("a home that cannot be made is told as one", async () => {
  const file = join(scratchFolder(), "file");
  writeFileSync(file, "");
  chmodSync(file, 0o600);

  await expect(alone(pathsUnder(join(file, "home")), () => undefined)).rejects.toMatchObject({
    code: "home_unwritable",
  });
});
