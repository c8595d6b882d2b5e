import { expect, test } from "bun:test";
import { judgePort } from "../../../cli/doctor/port.ts";

test("a port that somebody else has is told with who and what to do", () => {
  expect(judgePort({ port: 8080, isFree: false, owner: { name: "node", pid: 812, isMine: true } })).toMatchObject([
    {
      level: "problem",
      text: 'port 8080 is used by "node" (pid 812, yours)',
      next: "proxy-cli start --port 8081   or stop that program",
    },
  ]);
  expect(judgePort({ port: 65_535, isFree: false, owner: null })).toMatchObject([
    { text: "port 65535 is used by another program", next: "proxy-cli start --port 65534   or stop that program" },
  ]);
});

test("a free one is fine", () => {
  expect(judgePort({ port: 8080, isFree: true, owner: null })).toMatchObject([{ level: "ok" }]);
  expect(judgePort(null)).toEqual([]);
});
