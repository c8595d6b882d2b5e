import { expect, test } from "bun:test";
import { serviceFor } from "../../../cli/service/plan.ts";
import { asProxyError } from "../../../src/core/errors.ts";

const facts = { launcher: "/opt/cli/proxy-cli", home: "/home/u/.proxy-cli", variables: {}, secretNames: ["WORK_KEY"] };
const place = { platform: "linux", userHome: "/home/u", configHome: null, uid: 1000 };

test("on Linux it is a unit of the user's own systemd", () => {
  const service = serviceFor(place, facts);

  expect(service.files.map(({ path, isTheirs }) => [path, isTheirs])).toEqual([
    ["/home/u/.config/systemd/user/proxy-cli.service", false],
    ["/home/u/.proxy-cli/service.env", true],
  ]);
  expect(service.start.at(-1)).toEqual(["systemctl", "--user", "enable", "--now", "proxy-cli.service"]);
  expect(service.logs(20, true)).toEqual([
    ...(["journalctl", "--user", "--no-pager", "--unit", "proxy-cli.service"] as const),
    ...["--lines", "20", "--follow"],
  ]);
  expect(service.notes.join("\n")).toContain("WORK_KEY: write its value into /home/u/.proxy-cli/service.env");
});

test("a configuration folder of one's own is respected", () => {
  const [unit] = serviceFor({ ...place, configHome: "/conf" }, facts).files;

  expect(unit?.path).toBe("/conf/systemd/user/proxy-cli.service");
});

test("on macOS it is an agent of the user's launchd", () => {
  const service = serviceFor({ ...place, platform: "darwin", userHome: "/Users/u", uid: 501 }, facts);

  expect(service.files.map(({ path }) => path)).toEqual(["/Users/u/Library/LaunchAgents/local.proxy-cli.plist"]);
  expect(service.start).toEqual([["launchctl", "bootstrap", "gui/501", service.files[0]?.path ?? ""]]);
  expect(service.stop).toEqual([["launchctl", "bootout", "gui/501/local.proxy-cli"]]);
});

test("elsewhere it says what to do instead", () => {
  try {
    serviceFor({ ...place, platform: "win32" }, facts);
    expect.unreachable();
  } catch (thrown) {
    expect(asProxyError(thrown).hint).toContain("WSL");
  }
});
