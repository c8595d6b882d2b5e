import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratchFolder } from "./scratch.ts";
import { until } from "./wait.ts";

const program = Bun.which("nginx", { PATH: `${process.env["PATH"] ?? ""}:/usr/sbin` });

/** Why there is no nginx to test with; null where there is one. */
export const nginxMissing: string | null =
  program === null ? "there is no nginx here (Debian: apt-get install nginx)" : null;
if (nginxMissing !== null) console.warn(`SKIPPED: tests with a real nginx: ${nginxMissing}`);

/** A real nginx in front of several daemons. */
export type Nginx = { readonly url: string; readonly stop: () => Promise<void> };

/** Starts the nginx.conf that we ship, with these ports in the places of the machines that it names. */
export const startNginx = async (port: number, daemonPorts: readonly number[]): Promise<Nginx> => {
  const folder = scratchFolder();
  mkdirSync(join(folder, "tmp"));
  const shipped = readFileSync(join(import.meta.dir, "../../config/cluster/nginx.conf"), "utf8");
  const config = daemonPorts
    .reduce((text, daemon, at) => text.replace(`daemon-${at + 1}:8080`, `127.0.0.1:${daemon}`), shipped)
    .replace("listen 8080", `listen 127.0.0.1:${port}`)
    .replaceAll("/tmp/", `${folder}/tmp/`);
  const file = join(folder, "nginx.conf");
  writeFileSync(file, config);
  const user = process.getuid?.() === 0 ? "user root;" : "";
  const child = Bun.spawn([program ?? "nginx", "-p", folder, "-c", file, "-g", `daemon off; ${user}`], {
    cwd: folder,
    env: { PATH: process.env["PATH"] ?? "" },
    stdio: ["ignore", "ignore", Bun.file(join(folder, "errors"))],
  });
  const url = `http://127.0.0.1:${port}`;
  await until("nginx answers", () => {
    if (child.exitCode !== null) throw new Error(`nginx ended:\n${readFileSync(join(folder, "errors"), "utf8")}`);
    return fetch(`${url}/health`, { keepalive: false }).then(Boolean, () => false);
  });
  return {
    url,
    stop: async () => {
      child.kill("SIGTERM");
      await child.exited;
    },
  };
};
