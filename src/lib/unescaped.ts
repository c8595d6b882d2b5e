/** A part of a URL without its `%` escapes; one that is badly escaped stays as it is, for the vendor to say so. */
export const unescaped = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a stray % is no reason to refuse anything
  }
};
