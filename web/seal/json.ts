/** JSON objects in UTF-8, read without trusting who wrote them. */

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

export const fromUtf8 = (bytes: Uint8Array): string =>
  // A byte-order mark is not silently dropped: JSON.parse refuses it.
  new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

export const writeJson = (value: object): Uint8Array => utf8(JSON.stringify(value));

/** The object in these bytes, or undefined when they hold none. */
export const readJson = (bytes: Uint8Array): JsonObject | undefined => {
  try {
    const value: unknown = JSON.parse(fromUtf8(bytes));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
};
