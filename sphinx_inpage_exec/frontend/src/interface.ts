/** Where a server shows a file in an interface of its own. */

import { findServer, type ServerAddress, send } from "./rest";

/**
 * Where the server's own interface shows a file: JupyterLab on the file, or on its own first page where the server
 * does not have the file; the server's first page where there is no JupyterLab; null where there are no files, as on a
 * kernel gateway.
 */
export async function interfaceUrl(address: ServerAddress, path: string): Promise<string | null> {
  if ((await findServer(address)) === null) return null;
  const file = encodePath(path);
  // Pages of JupyterLab do not answer other origins, its API does.
  const [lab, hasFile, hasFiles] = await Promise.all([
    answers(address, "lab/api/workspaces"),
    answers(address, `api/contents/${file}?content=0`),
    answers(address, "api/contents?content=0"),
  ]);
  if (!hasFiles) return null;
  const url = new URL(lab ? (hasFile ? `lab/tree/${file}` : "lab") : "", address.url);
  if (address.token) url.searchParams.set("token", address.token);
  return url.href;
}

function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}

async function answers(address: ServerAddress, route: string): Promise<boolean> {
  return send(address, route).then(
    ({ ok }) => ok,
    () => false,
  );
}
