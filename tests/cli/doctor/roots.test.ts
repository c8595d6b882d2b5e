import { expect, test } from "bun:test";
import { judgeRoots } from "../../../cli/doctor/roots.ts";

const extra = (isReadable: boolean) => ({ variable: "NODE_EXTRA_CA_CERTS", path: "/etc/ca.pem", isReadable });

test("a certificate file that cannot be read is a problem: nothing says so otherwise", () => {
  expect(judgeRoots({ builtIn: 118, sources: [extra(true)] })).toMatchObject([
    { level: "ok", text: "TLS trusts 118 built-in authorities and NODE_EXTRA_CA_CERTS" },
  ]);
  expect(judgeRoots({ builtIn: 118, sources: [extra(false)] })).toMatchObject([
    { level: "problem", text: "NODE_EXTRA_CA_CERTS names /etc/ca.pem, which cannot be read" },
  ]);
});

test("no authorities at all", () => {
  expect(judgeRoots({ builtIn: 0, sources: [] })).toMatchObject([{ level: "problem" }]);
});
