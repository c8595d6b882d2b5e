/** One step of an answer's way out: bytes, a pause, or one of the ways in which a stream goes wrong. */
export type Move =
  | { readonly type: "send"; readonly bytes: Uint8Array }
  | { readonly type: "wait"; readonly ms: number }
  /** Nothing more comes, until the client leaves. */
  | { readonly type: "hang" }
  /** The transport breaks. */
  | { readonly type: "break" };
