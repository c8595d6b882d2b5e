import { expect, test } from "bun:test";
import fc from "fast-check";
import { placeOf, placeOfHost } from "../../src/lib/ip.ts";

test.each([
  ["127.0.0.1", "loopback"],
  ["127.255.1.2", "loopback"],
  ["::1", "loopback"],
  ["::ffff:127.0.0.1", "loopback"],
  ["10.1.2.3", "private"],
  ["172.15.255.255", "public"],
  ["172.16.0.0", "private"],
  ["172.31.255.255", "private"],
  ["172.32.0.0", "public"],
  ["192.168.1.1", "private"],
  ["100.64.0.1", "private"],
  ["100.128.0.1", "public"],
  ["0.0.0.0", "private"],
  ["255.255.255.255", "private"],
  ["::", "private"],
  ["fc00::1", "private"],
  ["fdff:1::", "private"],
  ["ff02::1", "private"],
  ["2001:db8::1", "private"],
  ["::ffff:10.0.0.1", "private"],
  ["::ffff:a00:1", "private"],
  ["64:ff9b::a00:1", "private"],
  ["2002:c0a8:101::", "private"],
  ["::192.168.1.1", "private"],
  ["169.254.169.254", "metadata"],
  ["::ffff:169.254.169.254", "metadata"],
  ["::ffff:a9fe:a9fe", "metadata"],
  ["fe80::1%eth0", "metadata"],
  ["fd00:ec2::254", "metadata"],
  ["100.100.100.200", "metadata"],
  ["64:ff9b::a9fe:a9fe", "metadata"],
  ["2002:a9fe:a9fe::1", "metadata"],
  ["8.8.8.8", "public"],
  ["2606:4700::6810:1", "public"],
  ["::ffff:8.8.8.8", "public"],
  ["api.example.com", null],
  ["1.2.3", null],
  ["1.2.3.999", null],
] as const)("%s is %p", (address, place) => {
  expect(placeOf(address)).toBe(place);
});

test("S-44: every spelling that a URL takes for an address ends at the same place", () => {
  const spellings = [
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "169.254.43518",
    "0xa9.0xfe.169.254",
    "[::ffff:169.254.169.254]",
    "[::FFFF:A9FE:A9FE]",
    "169。254。169。254",
    "169.254.169.254.",
  ];

  for (const spelling of spellings)
    expect([spelling, placeOfHost(new URL(`http://${spelling}/`).hostname)]).toEqual([spelling, "metadata"]);
});

test("a name has no place, but for the few that always mean one", () => {
  expect(placeOfHost("api.example.com")).toBeNull();
  expect(placeOfHost("localhost")).toBe("loopback");
  expect(placeOfHost("LOCALHOST.")).toBe("loopback");
  expect(placeOfHost("metadata.google.internal")).toBe("metadata");
});

test("an IPv4 address is at the same place when it is written as an IPv6 one", () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      expect(placeOf(`::ffff:${address}`)).toBe(placeOf(address));
      expect(placeOfHost(new URL(`http://[64:ff9b::${address}]/`).hostname)).toBe(placeOf(address));
    }),
  );
});

test("every IPv6 address has a place", () => {
  fc.assert(fc.property(fc.ipV6(), (address) => expect(placeOf(address)).not.toBeNull()));
});
