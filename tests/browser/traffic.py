"""What a browser does behind a page: requests, WebSockets, console messages, uncaught errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, WebError


@dataclass
class Traffic:
    """Everything that the pages of one browser context did, in order."""

    allowed: set[str]
    """Hosts with port (``127.0.0.1:8000``) that may be asked."""
    secrets: set[str]
    """Texts that must never come up on the console."""
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        """Record what happens in ``context`` from now on, in every window."""
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("page", self._listen_to_page)
        context.on("console", self._take_message)
        context.on("weberror", self._take_error)

    def _listen_to_page(self, page: Page) -> None:
        page.on("websocket", lambda socket: self.requests.append(socket.url))

    def _take_message(self, message: ConsoleMessage) -> None:
        self.console.append(f"{message.type}: {message.text}")

    def _take_error(self, error: WebError) -> None:
        self.errors.append(str(error.error))

    @property
    def hosts(self) -> set[str]:
        """The hosts with port that were asked."""
        addresses = [urlsplit(url) for url in self.requests]
        return {address.netloc for address in addresses if address.scheme in {"http", "https", "ws", "wss"}}

    @property
    def faults(self) -> list[str]:
        """One sentence for each rule that was broken."""
        found = [
            f"A request went to {host}, which is not the site or the server."
            for host in self.hosts - self.allowed
        ]
        lines = self.console + self.errors
        leaks = [secret for secret in self.secrets if any(secret in line for line in lines)]
        return found + ["A token came up on the console." for _ in leaks]

    def report(self) -> str:
        """Console errors and uncaught errors, tokens masked, for a person who reads a failed test."""
        lines = [line for line in self.console if line.startswith("error")] + [
            f"uncaught: {e}" for e in self.errors
        ]
        text = "\n".join(lines)
        for secret in self.secrets:
            text = text.replace(secret, "[token]")
        return text
