import { expect, test } from "bun:test";
import { isLoopback, isLoopbackOrigin } from "../../src/lib/loopback.ts";

test("this machine by its names and addresses, and nothing that only looks like it", () => {
  for (const name of ["localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]"]) expect(isLoopback(name)).toBe(true);
  for (const name of ["0.0.0.0", "127.0.0.1.evil.example", "localhost.", "xlocalhost", "128.0.0.1", "", "::"])
    expect(isLoopback(name)).toBe(false);
});

test("origins too, with and without a port", () => {
  for (const origin of ["http://127.0.0.1:8080", "https://localhost", "http://[::1]:9"])
    expect(isLoopbackOrigin(origin)).toBe(true);
  for (const origin of ["https://api.example.com", "http://127.0.0.1.evil.example:80"])
    expect(isLoopbackOrigin(origin)).toBe(false);
});
