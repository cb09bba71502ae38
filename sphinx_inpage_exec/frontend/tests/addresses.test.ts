// @vitest-environment happy-dom
import { describe, expect, test } from "vitest";
import { buildUrl } from "../src/backends/binder-url";
import { serverAddress } from "../src/rest";
import table from "./build-urls.json";

describe("the address of a Jupyter server", () => {
  test.each([
    ["http://localhost:8888", "", "http://localhost:8888/", ""],
    ["http://localhost:8888/", "t", "http://localhost:8888/", "t"],
    ["https://hub.example.org/user/alice", "t", "https://hub.example.org/user/alice/", "t"],
    ["http://localhost:8888/?token=pasted", "t", "http://localhost:8888/", "pasted"],
    ["http://localhost:8888/tree?token=pasted#top", "", "http://localhost:8888/tree/", "pasted"],
  ])("%s with the token %o is %s with %o", (url, token, expected, expectedToken) => {
    expect(serverAddress(url, token)).toEqual({ url: expected, token: expectedToken });
  });
});

describe("the build URL of a BinderHub", () => {
  const hub = "https://hub.example.org/";

  // The same table is held against BinderHub's own parsers by tests/browser/binder/test_build_urls.py.
  test.each(table)("of $provider $repo at $ref is $url", ({ url, ...binder }) => {
    expect(buildUrl({ url: hub, ...binder })).toBe(`${hub}build/${url}`);
  });

  test.each(table)("$url is sent by a browser as it is", ({ url }) => {
    expect(new URL(`${hub}build/${url}`).href).toBe(`${hub}build/${url}`);
  });

  test.each([
    ["https://hub.example.org", "https://hub.example.org/build/gh/a/b/HEAD"],
    ["https://hub.example.org//", "https://hub.example.org/build/gh/a/b/HEAD"],
    ["https://example.org/services/binder", "https://example.org/services/binder/build/gh/a/b/HEAD"],
    ["https://example.org/services/binder/", "https://example.org/services/binder/build/gh/a/b/HEAD"],
  ])("at %s is %s", (url, expected) => {
    expect(buildUrl({ url, provider: "github", repo: "a/b", ref: "HEAD" })).toBe(expected);
  });
});
