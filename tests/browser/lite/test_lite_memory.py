"""The memory of Python that a browser keeps for the next page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hosts import ISOLATED
from playwright.sync_api import Page, expect
from reader import KERNEL_TIMEOUT, action, cell, output_of, panel, press_power, run_page, wait_cell

if TYPE_CHECKING:
    from lite_sites import LiteSite

pytest_plugins = ["lite_sites"]

_KEPT = """async ([old, patience]) => {
  const cache = await caches.open("inpage-exec-memory");
  for (const end = performance.now() + patience; performance.now() < end; ) {
    const kept = (await cache.keys()).map((each) => each.url);
    if (kept.length === 1 && kept[0] !== old) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}"""
_DAMAGE = """async () => {
  const cache = await caches.open("inpage-exec-memory");
  const [request] = await cache.keys();
  const found = await cache.match(request);
  const body = new Uint8Array(await found.arrayBuffer());
  body.fill(255, 1_000_000, 1_000_064);
  await cache.put(request, new Response(body, { headers: found.headers }));
}"""


def seed(page: Page) -> str:
    """What Python has chosen at random when it started: the same again only in the same memory."""
    return output_of(cell(page, 1)).inner_text()


def wait_kept(page: Page, old: str = "") -> None:
    """Wait until the browser keeps the memory of one kernel, and that is not ``old``."""
    assert page.evaluate(_KEPT, [old, KERNEL_TIMEOUT])


def test_a_second_page_begins_with_the_memory_of_the_first_but_not_with_its_cells(
    page: Page, lite_site: LiteSite
) -> None:
    url = lite_site().page("memory")
    run_page(page, url)
    first, drawn = seed(page), output_of(cell(page, 2)).inner_text()
    wait_kept(page)
    run_page(page, url)
    assert seed(page) == first
    assert output_of(cell(page, 2)).inner_text() != drawn
    expect(output_of(cell(page, 3))).to_have_text("False")
    expect(output_of(cell(page, 4))).to_have_text("2")
    expect(output_of(cell(page, 5))).to_contain_text("micropip works")


def test_a_memory_that_is_damaged_is_dropped(page: Page, lite_site: LiteSite) -> None:
    url = lite_site().page("memory")
    run_page(page, url)
    first = seed(page)
    wait_kept(page)
    page.evaluate(_DAMAGE)
    run_page(page, url)
    assert seed(page) != first
    again = seed(page)
    wait_kept(page)
    run_page(page, url)
    assert seed(page) == again


def test_the_memory_of_another_version_makes_room(page: Page, lite_site: LiteSite) -> None:
    url = lite_site().page("hello")
    page.goto(url)
    old = page.evaluate(
        """async () => {
          const cache = await caches.open("inpage-exec-memory");
          await cache.put(`${location.origin}/inpage-exec-memory/old`, new Response("old"));
          return (await cache.keys())[0].url;
        }"""
    )
    run_page(page, url)
    wait_kept(page, old)


def test_a_kernel_that_begins_with_a_kept_memory_can_be_interrupted(page: Page, lite_site: LiteSite) -> None:
    site = lite_site(ISOLATED)
    run_page(page, site.page("hello"))
    wait_kept(page)
    page.goto(site.page("endless"))
    press_power(page)
    expect(output_of(cell(page, 1))).to_have_text("on and on", timeout=KERNEL_TIMEOUT)
    action(panel(page), "interrupt").click()
    wait_cell(cell(page, 1), "error")
    expect(output_of(cell(page, 1))).to_contain_text("KeyboardInterrupt")
