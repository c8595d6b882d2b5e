import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { scratchFolder } from "../tests/support/scratch.ts";
import { openScreen } from "../tests/support/screen.ts";
import { svgOf } from "./screenshot/svg.ts";

/** Makes the pictures of the README: the real dashboard on the demo, in a real terminal, as it is seen after a while. */
const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "45" },
    columns: { type: "string", default: "120" },
    rows: { type: "string", default: "40" },
    keys: { type: "string", default: "" },
    scenario: { type: "string", default: "busy" },
    out: { type: "string", default: "docs/images/dashboard.svg" },
  },
});

const home = scratchFolder();
const screen = openScreen(
  ["cli/proxy-cli", "demo", "--scenario", values.scenario],
  { PATH: process.env["PATH"] ?? "", HOME: home, PROXY_CLI_HOME: home },
  { columns: Number(values.columns), rows: Number(values.rows) },
);
await screen.shows(/quit/);
await Bun.sleep(Number(values.seconds) * 1000); // until there is something in the charts
for (const key of values.keys.replaceAll("ENTER", "\r")) {
  screen.type(key);
  await Bun.sleep(1500); // the picture that is wanted has its answers
}
mkdirSync(dirname(values.out), { recursive: true });
writeFileSync(values.out, svgOf(screen.cells(), "The dashboard of proxy-cli"));
screen.type("q");
const code = await screen.exited;
console.log(`${values.out}: ${values.columns}x${values.rows}, exit code ${code}`);
process.exit(code);
