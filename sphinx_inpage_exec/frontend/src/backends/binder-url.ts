import type { BinderSettings } from "../contract";

/** What BinderHub calls a provider, where that is not the name that the settings have for it. */
const prefixes = new Map([
  ["github", "gh"],
  ["gitlab", "gl"],
]);

/** Records of one version: BinderHub takes nothing after their identifier. */
const withoutRefs = new Set(["zenodo", "figshare", "hydroshare", "dataverse", "ckan"]);

/**
 * The address of the event stream that builds and launches a repository.
 *
 * @see https://binderhub.readthedocs.io/en/latest/developer/repoproviders.html
 */
export function buildUrl({ url, provider, repo, ref }: BinderSettings): string {
  const parts = [prefix(provider, repo), repoPart(provider, repo), refPart(provider, ref)];
  return `${url.replace(/\/*$/, "")}/build/${parts.filter(Boolean).join("/")}`;
}

/** The GitLab of a hub is at one host; a project on another one is a git repository like any other. */
function prefix(provider: string, repo: string): string {
  if (provider === "gitlab" && repo.includes("://")) return "git";
  return prefixes.get(provider) ?? asItIs(provider);
}

/** A URL, and the path of a project on GitLab, is one segment; everything else may have several. */
function repoPart(provider: string, repo: string): string {
  const oneSegment = provider === "git" || provider === "gitlab" || repo.includes("://");
  return oneSegment ? encodeURIComponent(repo) : asItIs(repo);
}

/** BinderHub takes a ref with its slashes. Its first release knows no HEAD of a gist, all know a gist without ref. */
function refPart(provider: string, ref: string): string {
  if (withoutRefs.has(provider) || (provider === "gist" && ref === "HEAD")) return "";
  return encodeURI(ref).replace(/[?#]/g, encodeURIComponent);
}

/** A hub's own way of writing stands; only what would end the path is escaped. */
function asItIs(text: string): string {
  return text.replace(/[\s?#]/g, encodeURIComponent);
}
