import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { allOf, stagesOf } from "../support/dockerfile.ts";

const dockerfile = readFileSync("Dockerfile", "utf8");
const compose: Compose = parse(readFileSync("compose.yaml", "utf8"), { merge: true });
const stages = stagesOf(dockerfile);
const last = stages.at(-1) ?? [];

type Service = {
  readonly image: string;
  readonly profiles?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: readonly string[];
  readonly environment?: Readonly<Record<string, string | null>>;
};

type Compose = {
  readonly services: {
    readonly proxy: Readonly<Record<string, unknown>> & { readonly environment: Record<string, string | null> };
  } & Readonly<Record<string, Service | undefined>>;
  readonly secrets: Readonly<Record<string, unknown>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};

test("V17, Z15, C10: every image has its major version, and the last one is left by nobody's right hand", () => {
  for (const stage of stages) expect(allOf(stage, "FROM")[0]).toMatch(/^[a-z]+:\d+-slim( AS \w+)?$/);
  expect(allOf(last, "USER")).toEqual(["10001:10001"]);
  expect(allOf(last, "EXPOSE")).toEqual(["8080"]);
  expect(allOf(last, "HEALTHCHECK")[0]).toEndWith('CMD ["proxy-cli", "status", "--check"]');
});

test("what the Dockerfile copies is there, and let through to it", () => {
  const copied = stages.flatMap((stage) => allOf(stage, "COPY")).filter((line) => !line.startsWith("--from"));
  const sources = copied.flatMap((line) => line.split(/\s+/).slice(0, -1));
  const allowed = readFileSync(".dockerignore", "utf8")
    .split("\n")
    .filter((line) => line.startsWith("!"));

  for (const source of sources) {
    expect(existsSync(source)).toBe(true);
    expect(allowed).toContain(`!${source.replace(/^\.\//, "")}`);
  }
  expect(sources).toEqual(expect.arrayContaining(["package-lock.json", "src", "cli", "config", "bunfig.toml"]));
});

test("the container is reached from this machine alone, with a token that is a secret", () => {
  const { proxy } = compose.services;

  expect(proxy["ports"]).toEqual(["127.0.0.1:8080:8080"]);
  expect(proxy.environment["PROXY_TOKEN_FILE"]).toBe("/run/secrets/proxy_token");
  expect(compose.secrets["proxy_token"]).toEqual({ file: "./proxy-token" });
  expect(readFileSync(".gitignore", "utf8")).toContain("\n/proxy-token\n");
  expect(existsSync("proxy-token")).toBe(false);
});

test("it comes back by itself, is given time to end, and may do nothing it does not need", () => {
  expect(compose.services.proxy).toMatchObject({
    restart: "unless-stopped",
    init: true,
    stop_grace_period: "45s",
    read_only: true,
    cap_drop: ["ALL"],
    security_opt: ["no-new-privileges:true"],
    ulimits: { nofile: 65_536, core: 0 },
    volumes: ["data:/data"],
  });
});

test("S-53: neither file holds a key; variables with keys are passed on, not written", () => {
  const { environment } = compose.services.proxy;
  const passedOn = [
    "LLM_BASE_URL",
    "LLM_TYPE",
    "LLM_API_KEY",
    "SERVER_API_KEY",
    "UPSTREAM_BASE",
    "OPENAI_UPSTREAM_BASE",
  ];

  for (const name of passedOn) expect([name, environment[name]]).toEqual([name, null]);
  expect(Object.values(environment).filter((value) => value !== null)).toEqual(["/run/secrets/proxy_token"]);
  expect(stages.flatMap((stage) => [...allOf(stage, "ENV"), ...allOf(stage, "ARG")])).toEqual(["PROXY_CLI_HOME=/data"]);
});

const ofCluster = ["daemon-1", "daemon-2", "daemon-3", "cluster", "redis", "postgres"] as const;

test("the cluster is there for who asks for it: three daemons with a home each, behind the nginx.conf that is tested", () => {
  const { services } = compose;
  const clustered = Object.entries(services).filter(([, service]) => service?.profiles !== undefined);

  expect(clustered.map(([name, service]) => [name, service?.profiles])).toEqual(
    ofCluster.map((name) => [name, ["cluster"]]),
  );
  const daemons = ["daemon-1", "daemon-2", "daemon-3"];
  for (const name of daemons) {
    expect(services[name]?.volumes).toEqual([`${name}:/data`]);
    expect(services[name]?.environment?.["PROXY_STORE_INSTANCE"]).toBe(name);
    expect(services[name]?.ports).toEqual([]);
    expect(services[name]).toMatchObject({ read_only: true, cap_drop: ["ALL"], depends_on: ["redis", "postgres"] });
  }
  expect(services["cluster"]).toMatchObject({ ports: ["127.0.0.1:8081:8080"], depends_on: daemons });
  const [mounted = ""] = services["cluster"]?.volumes ?? [];
  const [file = ""] = mounted.split(":");
  const asked = [...readFileSync(file, "utf8").matchAll(/^ *server (\S+):8080 /gm)].map(([, name]) => name);
  expect(asked).toEqual(daemons);
  for (const service of Object.values(services))
    for (const volume of (service?.volumes ?? []) as readonly string[]) {
      const [name = ""] = volume.split(":");
      expect(name.startsWith(".") ? existsSync(name) : name in compose.volumes).toBe(true);
    }
});

test("S-53: the cluster's password is nowhere but in .env, which no commit takes, and only nginx is reached from outside", () => {
  const text = readFileSync("compose.yaml", "utf8");

  expect(readFileSync(".gitignore", "utf8").split("\n")).toContain(".env");
  expect(text.match(/PASSWORD[^$\n]*: (?!\$\{LEDGER_PASSWORD:-\}$).*/gm) ?? []).toEqual([]);
  for (const name of ["redis", "postgres"]) expect(compose.services[name]?.ports).toBeUndefined();
});
