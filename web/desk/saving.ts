/** Hands a document to the browser, which saves it where it saves everything. */

const KEPT_MS = 60_000;

export const handOver = ({ name, body }: { name: string; body: Blob }): void => {
  const url = URL.createObjectURL(body);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
};
