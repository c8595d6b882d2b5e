import { expect, test } from "bun:test";
import { readPostgresAddress, shownPostgres } from "../../src/lib/postgres-address.ts";

const read = (url: string) => {
  const address = readPostgresAddress(url);
  return address === null ? null : { ...address, shown: shownPostgres(address) };
};

test("an address of a PostgreSQL is read with its parts, and shown without name and password", () => {
  expect(
    read("postgres://me:s%40e%2Fcret@db.example:6543/led%20ger?sslmode=verify-full&sslrootcert=/etc/ca.pem"),
  ).toEqual({
    ...{ host: "db.example", port: 6543, database: "led ger", user: "me", password: "s@e/cret" },
    ...{ socketFolder: null, tls: "verify-full", caFile: "/etc/ca.pem" },
    shown: "db.example:6543/led ger",
  });
});

test("without a mode this machine needs no TLS, and elsewhere it is taken where it is offered", () => {
  const modes = ["localhost", "127.0.0.1", "[::1]", "db.example"].map((host) => read(`postgresql://me@${host}/l`)?.tls);

  expect(modes).toEqual(["disable", "disable", "disable", "prefer"]);
});

test("a unix socket is named by its folder", () => {
  for (const url of [
    "postgres://me@/l?host=/run/pg",
    "postgres:///l?host=/run/pg",
    "postgres://me:p@/l?host=%2Frun%2Fpg",
  ])
    expect(read(url)).toMatchObject({
      socketFolder: "/run/pg",
      database: "l",
      tls: "disable",
      shown: "/run/pg:5432/l",
    });
});

test.each([
  "",
  "db.example:5432/ledger",
  "mysql://me@db/ledger",
  "http://db/ledger",
  "postgres://db.example",
  "postgres://db.example/",
  "postgres://me:%zz@db/ledger",
  "postgres://db/ledger?sslmode=sometimes",
  "postgres://db/ledger?password=x",
  "postgres://db/ledger?options=-c%20role=x",
])("%s is none", (url) => {
  expect(read(url)).toBeNull();
});
