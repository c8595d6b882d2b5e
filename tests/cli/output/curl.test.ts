import { expect, test } from "bun:test";
import fc from "fast-check";
import { curlOf, quoted } from "../../../cli/output/curl.ts";
import type { RequestDetail } from "../../../src/core/request-detail.ts";
import { okDetail, runningDetail } from "../../support/request-details.ts";

const kept = (text: string) => ({ text, why: null });

/** What a real shell makes of a command when `curl` writes down its arguments, its input and nothing else. */
const ran = (command: string, env: Readonly<Record<string, string>> = {}) => {
  const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; printf '\\1'; cat; }\n${command}`;
  const { stdout, exitCode } = Bun.spawnSync(["/bin/sh"], {
    stdin: new TextEncoder().encode(script),
    env: { PATH: "/usr/bin:/bin", ...env },
  });
  const [words = "", input = ""] = stdout.toString().split("\u0001");
  return { words: words.split("\0").slice(0, -1), input, exitCode };
};

test("a copied request goes to the proxy with its headers, and the key is a variable", () => {
  const command = curlOf(okDetail, "http://127.0.0.1:8080", kept('{"model":"glm-4.6"}'));

  expect(command).toMatchSnapshot();
  const { words, input } = ran(command, { ANTHROPIC_API_KEY: "sk-mine" });
  expect(words).toContain("http://127.0.0.1:8080/v1/messages");
  expect(words).toContain("x-api-key: sk-mine");
  expect(input).toBe('{"model":"glm-4.6"}\n');
});

test("S-60 no key that a request carried comes onto the clipboard", () => {
  const canary = "sk-ant-api03-CANARYCANARYCANARYCANARY";
  const headers = [
    "x-api-key",
    "authorization",
    "x-goog-api-key",
    "api-key",
    "cookie",
    "proxy-authorization",
    "x-proxy-token",
  ].map((name) => [name, name === "authorization" ? `Bearer ${canary}` : canary] as const);
  for (const [dialect, variable] of [
    ["anthropic", "$ANTHROPIC_API_KEY"],
    ["openai-chat", "$OPENAI_API_KEY"],
    ["openai-responses", "$OPENAI_API_KEY"],
    ["gemini", "$GEMINI_API_KEY"],
    ["unified", null],
  ] as const) {
    const detail: RequestDetail = {
      ...okDetail,
      summary: okDetail.summary === null ? null : { ...okDetail.summary, dialect },
      url: `https://x.example/v1beta/models?alt=sse&key=...&token=${canary}&api_key=${canary}`,
      request: { ...okDetail.request, headers: [...okDetail.request.headers, ...headers] },
    };
    const command = curlOf(detail, "http://127.0.0.1:8080", { text: null, why: "not kept" });

    expect(command).not.toContain("CANARY");
    expect(command).toContain("?alt=sse'");
    expect(command.includes("_API_KEY")).toBe(variable !== null);
    if (variable !== null) expect(command).toContain(variable);
  }
});

test("any text is one word for a real shell", () => {
  const text = fc.string({ unit: fc.constantFrom(..."'\"\\$`!\n\t ;&|<>(){}*?#~é漢-a"), maxLength: 60 });
  fc.assert(
    fc.property(text, (word) => {
      expect(ran(`curl ${quoted(word)} </dev/null`).words).toEqual([word]);
    }),
    { numRuns: 60 },
  );
});

test("any body and any header come through a real shell as they are", () => {
  const unit = fc.constantFrom(..."'\"\\$`!\n ;&|<>(){}*#BODY01é漢");
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 120 }), fc.string({ unit, maxLength: 40 }), (body, value) => {
      const header = value.replaceAll("\n", " ");
      const detail = { ...okDetail, request: { bytes: 1, headers: [["x-odd", header]] as const } };
      const { words, input, exitCode } = ran(curlOf(detail, "http://127.0.0.1:8080", kept(body)));

      expect(exitCode).toBe(0);
      expect(input).toBe(`${body}\n`);
      expect(words).toContain(header.trim() === "" ? "x-odd;" : `x-odd: ${header}`);
    }),
    { numRuns: 60 },
  );
});

test("a line that begins like the end of the body comes through a shell that loses what stands behind such a beginning", () => {
  const body = "B漢\nfoo\nBOé";

  expect(ran(curlOf(okDetail, "http://127.0.0.1:8080", kept(body))).input).toBe(`${body}\n`);
});

test("a body that is not kept is said, and the head is given alone", () => {
  const command = curlOf(runningDetail, "http://127.0.0.1:8080", {
    text: null,
    why: "It is larger than 1 MB.\nrm -rf /",
  });

  expect(command).toStartWith(
    "# no body: It is larger than 1 MB. rm -rf /\ncurl -sS -N 'http://127.0.0.1:8080/v1/messages'",
  );
  expect(command).not.toContain("--data");
});

test("a body with lines in another script behind the letters of its end comes through a real shell", () => {
  for (const body of ["B漢", "BO漢\nCé", "BODY1é\nB漢\nBODY", "漢\nBODY"])
    expect(ran(curlOf(okDetail, "http://127.0.0.1:8080", kept(body))).input).toBe(`${body}\n`);
});

test("an address with brackets, an empty header and a body without a type are sent as they were", () => {
  const headers = [["x-empty", ""]] as const;
  const summary = okDetail.summary === null ? null : { ...okDetail.summary, path: "/v1/models/{a,b}" };
  const detail = { ...okDetail, summary, url: "https://x.example/v1?a[]=1", request: { bytes: 1, headers } };
  const { words } = ran(curlOf(detail, "http://127.0.0.1:8080", kept("plain")));

  expect(words).toContain("-g");
  expect(words).toContain("http://127.0.0.1:8080/v1/models/{a,b}?a[]=1");
  expect(words).toContain("x-empty;");
  expect(words).toContain("content-type:");
});

test("a question without a body that is asked with HEAD does not wait for one", () => {
  const summary = okDetail.summary === null ? null : { ...okDetail.summary, method: "HEAD" };
  const { words } = ran(
    `${curlOf({ ...okDetail, summary }, "http://127.0.0.1:8080", { text: null, why: "it has none" })}`,
  );

  expect(words).toContain("-I");
  expect(words).not.toContain("-X");
});

test("a body that names every line that could end it is copied at once", () => {
  const beginnings = [..."BCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const ends = Array.from({ length: 100_000 }, (_, at) => `BODY${at === 0 ? "" : at}`);

  const command = curlOf(okDetail, "http://127.0.0.1:8080", kept([...beginnings, ...ends].join("\n")));

  expect(command.slice(-12)).toBe("\nBODY100000\n");
});
