/**
 * Where an address is: on this machine, in a private network, where clouds keep the keys of their machines, or out in
 * the world. What no server on the internet can have (multicast, documentation, reserved) counts as private.
 */
export type Place = "loopback" | "private" | "metadata" | "public";

/** The place of a host as a URL writes it; null for a name, which only a look-up can place. */
export const placeOfHost = (hostname: string): Place | null => {
  const host = hostname.replace(/\.$/, "").toLowerCase();
  if (host === "localhost") return "loopback";
  if (metadataNames.includes(host)) return "metadata";
  return placeOf(host);
};

/** The place of an IP address in any spelling that a resolver or a URL gives it; null for anything else. */
export const placeOf = (address: string): Place | null => {
  const four = fourOf(address);
  if (four !== null) return placeOfFour(four);
  const groups = groupsOf(address);
  return groups === null ? null : placeOfSix(groups);
};

/** Names under which clouds answer with a machine's own credentials. */
const metadataNames = ["metadata.google.internal", "metadata", "instance-data", "metadata.tencentyun.com"];

/** Single addresses outside 169.254.0.0/16 where clouds do that. */
const metadataFours = ["100.100.100.200", "168.63.129.16", "192.0.0.192"];

type Block = readonly [first: string, bits: number];

/** RFC 6890 and its followers: everything that is not reached over the internet. */
const privateFours: readonly Block[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10], // carrier-grade NAT
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];

type Four = readonly number[];

const fourOf = (text: string): Four | null => {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return null;
  const parts = text.split(".").map(Number);
  return parts.every((part) => part < 256) ? parts : null;
};

const placeOfFour = (four: Four): Place => {
  const [first = 0, second = 0] = four;
  if (first === 127) return "loopback";
  if ((first === 169 && second === 254) || metadataFours.includes(four.join("."))) return "metadata";
  return privateFours.some((block) => isWithin(four, block)) ? "private" : "public";
};

const isWithin = (four: Four, [first, bits]: Block): boolean => {
  const size = 2 ** (32 - bits);
  return Math.floor(numberOf(four) / size) === Math.floor(numberOf(fourOf(first) ?? []) / size);
};

const numberOf = (four: Four): number => four.reduce((sum, part) => sum * 256 + part, 0);

/** The eight groups of an IPv6 address; the URL reader knows every spelling of one. */
const groupsOf = (text: string): readonly number[] | null => {
  const plain = text.replace(/^\[|\]$|%.*$/g, "");
  const last = fourOf(plain.slice(plain.lastIndexOf(":") + 1)); // not every URL reader knows all forms of this
  const url = `http://[${last === null ? plain : plain.replace(/[^:]*$/, hexOf(last))}]/`;
  if (!text.includes(":") || !URL.canParse(url)) return null;
  const [left = "", right] = new URL(url).hostname.slice(1, -1).split("::");
  const read = (part: string): number[] =>
    part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
  const [head, tail] = [read(left), read(right ?? "")];
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
};

const hexOf = (four: Four): string =>
  [0, 2].map((at) => (((four[at] ?? 0) << 8) | (four[at + 1] ?? 0)).toString(16)).join(":");

const placeOfSix = (groups: readonly number[]): Place => {
  const [first = 0, second = 0] = groups;
  const inside = innerFour(groups);
  if (inside !== null) return placeOfFour(inside);
  if (groups.slice(0, 7).every((group) => group === 0)) return groups[7] === 1 ? "loopback" : "private";
  if ((first & 0xffc0) === 0xfe80 || (first === 0xfd00 && second === 0xec2)) return "metadata";
  const isUnique = (first & 0xfe00) === 0xfc00;
  const isOdd =
    (first & 0xffc0) === 0xfec0 || first >= 0xff00 || (first === 0x2001 && (second === 0 || second === 0xdb8));
  return isUnique || isOdd || first === 0x100 || (first === 0x64 && second === 0xff9b) ? "private" : "public";
};

/** The IPv4 address within an IPv6 one: mapped, translated (64:ff9b::/96), 6to4 or the old compatible form. */
const innerFour = (groups: readonly number[]): Four | null => {
  const [first = 0, second = 0, third = 0] = groups;
  const bytes = (high = 0, low = 0): Four => [high >> 8, high & 255, low >> 8, low & 255];
  if (first === 0x2002) return bytes(second, third);
  const start = groups
    .slice(0, 6)
    .map((group) => group.toString(16))
    .join(":");
  const isInside = ["0:0:0:0:0:ffff", "64:ff9b:0:0:0:0", "0:0:0:0:ffff:0"].includes(start);
  const isCompatible = start === "0:0:0:0:0:0" && (groups[6] ?? 0) > 0;
  return isInside || isCompatible ? bytes(groups[6], groups[7]) : null;
};
