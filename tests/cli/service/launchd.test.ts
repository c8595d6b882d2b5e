import { expect, test } from "bun:test";
import { launchdPlist } from "../../../cli/service/launchd.ts";

const plist = launchdPlist({
  launcher: "/opt/a & b/cli/proxy-cli",
  home: "/Users/u/<odd>",
  variables: { PROXY_PORT: "7000" },
  secretNames: [],
  log: "/Users/u/logs/service.log",
});

/** The value after a key, as it stands. */
const after = (key: string): string => {
  const [, value = ""] = plist.split(`<key>${key}</key>`);
  return value.trimStart();
};

test("V17 the list runs the launcher, comes back after a failure, and is stopped gently", () => {
  const [words = ""] = after("ProgramArguments").split("</array>");

  expect([...words.matchAll(/<string>(.*)<\/string>/g)].map(([, word]) => word)).toEqual([
    "/opt/a &amp; b/cli/proxy-cli",
    ...["start", "--foreground", "--supervise", "--fail-if-running"],
  ]);
  expect(after("KeepAlive")).toStartWith("<dict><key>SuccessfulExit</key><false/></dict>");
  expect(after("ExitTimeOut")).toStartWith("<integer>45</integer>");
  expect(after("PROXY_CLI_HOME")).toStartWith("<string>/Users/u/&lt;odd&gt;</string>");
  expect(after("PROXY_PORT")).toStartWith("<string>7000</string>");
});

test("D-25 the list allows many connections and no core file", () => {
  for (const limits of ["SoftResourceLimits", "HardResourceLimits"])
    expect(after(limits)).toMatch(
      /^<dict><key>NumberOfFiles<\/key><integer>65536<\/integer><key>Core<\/key><integer>0<\/integer><\/dict>/,
    );
});

test("it is well formed: every element that opens closes", () => {
  const open: string[] = [];
  for (const [, close, name = "", empty] of plist.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (empty === "/") continue;
    if (close === "/") expect(open.pop()).toBe(name);
    else open.push(name);
  }

  expect(open).toEqual([]);
});
