import { expect, test } from "bun:test";
import { createEgress } from "../../src/upstream/egress.ts";

test("without a proxy every call goes out directly", () => {
  expect(createEgress("", [])("https://api.example.com")).toBeNull();
});

test("with one every call goes through it, named without its password", () => {
  const egress = createEgress("http://me:secret@proxy.corp:3128", []);

  expect(egress("https://api.example.com")).toEqual({
    url: "http://me:secret@proxy.corp:3128",
    host: "proxy.corp:3128",
  });
  expect(egress("https://api.example.com")).toBe(egress("https://other.example.com"));
});

test("this machine is never called through a proxy", () => {
  const egress = createEgress("http://proxy.corp:3128", []);

  for (const origin of ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:1", "https://127.9.9.9"]) {
    expect(egress(origin)).toBeNull();
  }
});

test.each([
  ["corp.example", "https://corp.example", true],
  ["corp.example", "https://llm.corp.example", true],
  [".corp.example", "https://llm.corp.example:8443", true],
  [".corp.example", "https://corp.example", true],
  ["CORP.example", "https://llm.corp.example", true],
  ["corp.example", "https://notcorp.example", false],
  ["llm.corp.example:8443", "https://llm.corp.example:8443", true],
  ["llm.corp.example:8443", "https://llm.corp.example", false],
  ["10.0.0.1", "http://10.0.0.1:9", true],
  ["*", "https://any.example", true],
])("no_proxy %s covers %s: %p", (entry, origin, isDirect) => {
  expect(createEgress("http://proxy.corp:3128", [entry])(origin) === null).toBe(isDirect);
});
