import { expect, test } from "bun:test";
import { orNull, statusOrNull, statusWithin } from "../../../cli/daemon/answering.ts";
import { connectTo } from "../../../src/control/client.ts";
import { ProxyError } from "../../../src/core/errors.ts";

const nobody = connectTo("/nowhere/daemon.sock");

test("nobody who answers is an answer", async () => {
  expect(await statusOrNull(nobody)).toBeNull();
  expect(await statusWithin(nobody, 0)).toBeNull();
});

test("other trouble stays trouble", () => {
  expect(orNull(Promise.reject(new ProxyError("internal", "A mistake.")))).rejects.toThrow("A mistake.");
});
