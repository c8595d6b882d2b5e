import type { DialectName } from "./dialect-name.ts";
import type { MemoryMode } from "./memory.ts";
import type { Quirks } from "./quirks.ts";

/** A place of a provider and the wire formats that it speaks, wherever the provider is. */
export type Endpoint = {
  readonly dialects: readonly DialectName[];
  /** Goes between the origin and the client's path: `/api/anthropic`. */
  readonly path: string;
  /** The version segment of client paths that this address has no place for: `/v1` on z.ai's OpenAI endpoint. */
  readonly dropPrefix: string;
};

/** An endpoint where it really is: scheme, host and port, and below it what the endpoint says. */
export type Address = Endpoint & { readonly origin: string };

/** How the certificates of an upstream are checked. */
export type UpstreamTls = {
  /** Certificates (PEM) that are trusted beside the system's own; null = none. */
  readonly ca: string | null;
  /** Whether they are checked at all; false only for addresses on this machine or in a private network. */
  readonly verify: boolean;
};

/** The header that carries a key, and what stands before the key in it. */
export type KeyHeader = { readonly name: string; readonly prefix: string };

/** How large a model is among its maker's own. */
export type ModelTier = "small" | "medium" | "large";

/** The models of a vendor, as far as those of another maker have to become one of them. */
export type ProviderModels = {
  /** What takes the place of another maker's model of this size. */
  readonly defaults: Readonly<Record<ModelTier, string>>;
  /** The size of its own models, by their names; the first that fits counts. A name that fits none is medium. */
  readonly sizes: readonly { readonly tier: ModelTier; readonly shape: RegExp }[];
  /** Its own models that do not chat: nothing takes their place. */
  readonly chatless: RegExp | null;
};

/** A vendor with places and models of their own for text and for images; settings of its name say which models. */
export type ProviderSplit = {
  /** Where images are looked at. */
  readonly imageDialect: DialectName;
  /** Its models that take images. */
  readonly imageModels: RegExp;
  /** The format in which its models have to be asked to think. */
  readonly thinkingDialect: DialectName;
};

/** A vendor, as data: where it is, what it speaks, how a key is shown to it, how its traffic is recognised. */
export type Provider = {
  readonly name: string;
  readonly label: string;
  /** The first endpoint also takes paths that are not chat. */
  readonly endpoints: readonly Endpoint[];
  /** How a key of ours is presented, per dialect; the first entry is the default. */
  readonly keyHeaders: readonly (KeyHeader & { readonly dialects: readonly DialectName[] })[];
  /** Shapes that only this vendor's keys have. A key that matches goes nowhere else. */
  readonly keyShapes: readonly RegExp[];
  /** A key of any vendor may be sent here: the vendor is part of this program and runs on this machine. */
  readonly takesAnyKey: boolean;
  /** Model names that only this vendor has. */
  readonly modelShapes: readonly RegExp[];
  /** Its models by size; null = it takes any name. */
  readonly models: ProviderModels | null;
  /** Paths outside chat that only this vendor has. */
  readonly pathShapes: readonly RegExp[];
  /** Client paths at which this vendor talks over a WebSocket. */
  readonly webSocketPaths: readonly RegExp[];
  /** Paths at which this vendor says how many tokens a request would take. */
  readonly countPaths: readonly RegExp[];
  /** The formats whose traffic goes here when nothing else says where. */
  readonly homeOf: readonly DialectName[];
  /** The formats that it is best asked in where it does not have the client's own; elsewhere = at other hosts than `hosts`. */
  readonly preferred: { readonly atHome: readonly DialectName[]; readonly elsewhere: readonly DialectName[] };
  /** What it keeps apart by what a request holds; null = nothing. */
  readonly split: ProviderSplit | null;
  /** Formats in which a stream tells its usage only to who asks for it, by `stream_options.include_usage`. */
  readonly usageOnRequest: readonly DialectName[];
  /** Headers that only this vendor's clients send. */
  readonly headers: readonly string[];
  /** User agents of this vendor's own clients. */
  readonly userAgents: readonly RegExp[];
  /** The hosts that are this vendor's own: elsewhere somebody else speaks its formats, at other prices. Null = anywhere. */
  readonly hosts: RegExp | null;
  /** Places that have prices of their own, each with the name of their list; elsewhere it is the provider's name. */
  readonly priceLists: readonly { readonly name: string; readonly hosts: RegExp }[];
  readonly quirks: Quirks;
};

/** A key that the daemon adds itself, and how it may be shown. */
export type OwnKey = { readonly key: string; readonly hint: string };

/** A provider at a place, with the key we may hold for it: what a person switches between. */
export type Upstream = {
  readonly name: string;
  readonly provider: string;
  readonly region: string | null;
  /** Scheme, host and port of its first address: what is shown. */
  readonly origin: string;
  /** Its key is bound to the origins of these, and to nothing else. The first also takes paths that are not chat. */
  readonly endpoints: readonly Address[];
  /** The key the daemon adds itself, already resolved; null = the client's own travels. */
  readonly key: string | null;
  /** How the key may be shown: its end, or the name of the variable that it came from. */
  readonly keyHint: string | null;
  /** All of them where there are several, the first of which is `key` unless another one is asked with; see `variantsOf`. */
  readonly keys?: readonly OwnKey[];
  /** Lets a client's key of another vendor through, against the rule. */
  readonly forwardClientKey: boolean;
  /** One of those that ship, wherever its address leads now; all others are the user's own. */
  readonly isShipped: boolean;
  /** Only for programs that ask for it by name, until the daemon ends: no other request is ever sent there. */
  readonly isLent: boolean;
  /** The price list of the vendor whose prices it passes on; null = nobody has said. */
  readonly pricesOf: string | null;
  /** Its names may lead to addresses of a private network; without this only public ones are called. */
  readonly isPrivate: boolean;
  /** How conversations are treated that go there; null = nothing is said of it. */
  readonly memory?: MemoryMode | null;
  readonly tls: UpstreamTls;
};

/** An address that becomes an upstream. */
export type Lent = {
  readonly name: string;
  /** What programs put before their paths. */
  readonly endpoint: string;
  /** The provider whose formats it speaks. */
  readonly type: string;
  /** What the same programs put before their paths at the proxy, behind its address: `/v1`, or nothing. */
  readonly prefix: string;
};

/** Every origin that an upstream has, each once, the first one first. */
export const originsOf = ({ endpoints }: Pick<Upstream, "endpoints">): readonly string[] => [
  ...new Set(endpoints.map(({ origin }) => origin)),
];

/** The names of all price lists: each provider's own, and those of its places that have another. */
export const priceLists = (providers: readonly Pick<Provider, "name" | "priceLists">[]): readonly string[] =>
  providers.flatMap(({ name, priceLists }) => [name, ...priceLists.map((place) => place.name)]);
