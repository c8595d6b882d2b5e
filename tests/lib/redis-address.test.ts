import { expect, test } from "bun:test";
import { redisAddress } from "../../src/lib/redis-address.ts";

const plain = { host: "127.0.0.1", port: 6379, username: null, password: null, db: 0, tls: null };

test("an address says where, by which name, with which password, and which database", () => {
  expect(redisAddress("redis://127.0.0.1")).toEqual(plain);
  expect(redisAddress("redis://127.0.0.1:7000/")).toEqual({ ...plain, port: 7000 });
  expect(redisAddress("redis://:p%40ss%2F@127.0.0.1/3")).toEqual({ ...plain, password: "p@ss/", db: 3 });
  expect(redisAddress("rediss://me:secret@redis.example:6380")).toEqual({
    ...{ host: "redis.example", port: 6380, username: "me", password: "secret", db: 0 },
    tls: { caFile: null, certFile: null, keyFile: null },
  });
  expect(redisAddress("rediss://r.example?cacert=/etc/ca.pem&cert=/etc/c.pem&key=/etc/k.pem")?.tls).toEqual({
    ...{ caFile: "/etc/ca.pem", certFile: "/etc/c.pem", keyFile: "/etc/k.pem" },
  });
  expect(redisAddress("redis://[::1]:6379")).toEqual({ ...plain, host: "::1" });
});

test.each([
  "",
  "localhost:6379",
  "http://127.0.0.1:6379",
  "redis://",
  "redis://host:99999",
  "redis://host/name",
  "redis://host/1/2",
  "redis://host?db=1",
  "redis://host?cacert=/etc/ca.pem",
  "rediss://host?cacert=",
  "rediss://host?cert=/etc/c.pem",
  "rediss://host?tls=no",
  "redis://me:with@sign@host",
  "redis://me:%zz@host",
  "redis://ho st",
])("%p is no address", (url) => {
  expect(redisAddress(url)).toBeNull();
});
