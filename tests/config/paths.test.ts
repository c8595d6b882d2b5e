import { expect, test } from "bun:test";
import { pathsFrom, pathsUnder } from "../../src/config/paths.ts";

test("home is where the environment says, never the working directory", () => {
  expect(pathsFrom({ PROXY_CLI_HOME: "/a", HOME: "/b" }).home).toBe("/a");
  expect(pathsFrom({ HOME: "/b" }).config).toBe("/b/.proxy-cli/config.yaml");
  expect(pathsFrom({ PROXY_CLI_HOME: "", HOME: "/b" }).home).toBe("/b/.proxy-cli");
  expect(() => pathsFrom({})).toThrow("HOME");
  expect(() => pathsFrom({ HOME: "" })).toThrow("HOME");
  expect(() => pathsFrom({ PROXY_CLI_HOME: "relative" })).toThrow("absolute");
});

test("D-09: a home too deep for a socket has one with a short name elsewhere", () => {
  const deep = `/${"x".repeat(120)}`;
  const { socket } = pathsUnder(deep, "/run/user/1000");

  expect(socket).toStartWith("/run/user/1000/proxy-cli-");
  expect(socket.length).toBeLessThan(104);
  expect(pathsUnder(`${deep}y`, "/run/user/1000").socket).not.toBe(socket);
  expect(pathsUnder(deep, "").socket).toBe(`${deep}/daemon.sock`);
  expect(pathsUnder("/home/me").socket).toBe("/home/me/daemon.sock");
});
