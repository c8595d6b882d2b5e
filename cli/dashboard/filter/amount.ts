const factors: Readonly<Record<string, number>> = { "": 1, k: 1e3, m: 1e6, g: 1e9 };

/** `0.1`, `50k`, `1.5M` or `1,204` as a number; null for anything else. */
export const readAmount = (text: string): number | null => {
  const [, digits, unit = ""] = /^(\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)([kmg]?)$/i.exec(text) ?? [];
  return digits === undefined ? null : Number(digits.replaceAll(",", "")) * (factors[unit.toLowerCase()] ?? 1);
};
