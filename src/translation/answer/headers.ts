/** Of the vendor's bytes, which are not the client's: their length, their packing, their kind. */
const ofTheBytes: readonly string[] = ["content-length", "content-encoding", "content-type", "etag", "content-md5"];

/** The vendor's headers beside an answer that was written anew. */
export const translatedHeaders = (vendor: Headers): Headers => {
  const headers = new Headers(vendor);
  for (const name of ofTheBytes) headers.delete(name);
  return headers;
};
