"""Headers that hosts send, by what they allow."""

from __future__ import annotations

from policies import policy

ISOLATED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
"""With these headers, browsers let a page and its worker share memory."""

STRICT = policy("the browser")
"""The strictest policy that Python in the browser runs under."""
