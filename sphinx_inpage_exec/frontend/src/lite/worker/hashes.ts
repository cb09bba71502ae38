/** The SHA-256 of bytes, as hexadecimal digits; null where the browser computes none: on pages over plain http. */
export async function sha256(content: Uint8Array<ArrayBuffer> | ArrayBuffer): Promise<string | null> {
  if (!("subtle" in crypto)) return null;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
