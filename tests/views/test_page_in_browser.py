"""The graph page in a real browser: no request, words on click and on Enter, themes, filters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from small_graph import Asked, made

from kg.views.drawing import svg_text
from kg.views.graph_page import graph_view
from kg.views.network import Network, network_of

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Any, select: Asked, tmp_path: Path) -> Iterator[Any]:
    """The page of the whole graph, opened; every request and fault is remembered."""
    file = tmp_path / "graph.html"
    graph_view(network_of(select, language="it", careers=True), file)
    opened = browser.new_page(viewport={"width": 1200, "height": 800})
    opened.kg_requests, opened.kg_faults = [], []
    opened.on("request", lambda request: opened.kg_requests.append(request.url))
    opened.on("pageerror", lambda error: opened.kg_faults.append(str(error)))
    opened.on("console", lambda message: opened.kg_faults.append(message.text) if message.type == "error" else None)
    opened.goto(file.as_uri())
    yield opened
    asked = [u for u in opened.kg_requests if u != file.as_uri() and not u.startswith("data:")]
    assert asked == []
    assert opened.kg_faults == []
    assert opened.evaluate("window.broken") is None
    opened.close()


def details(page: Any) -> str:
    return str(page.locator("#details").inner_text())


def test_a_click_on_a_line_shows_words_and_article(page: Any) -> None:
    page.locator(".edge.ex .hit").click(force=True)
    assert "«gol dell'ex al 31'»" in details(page)
    assert "Adami decide e tace" in details(page)
    assert page.locator("#details a").first.get_attribute("href") == "https://example.org/gara"


def test_tab_and_enter_show_the_same(page: Any) -> None:
    page.locator("#find").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('ex')"):
            break
    else:
        pytest.fail("no Tab reaches the ex-player line")
    page.keyboard.press("Enter")
    assert "«mani alzate, niente festa»" in details(page)
    page.keyboard.press("Escape")
    assert "mani alzate" not in details(page)


def test_a_node_tells_all_its_facts_once(page: Any) -> None:
    page.locator(".node", has_text="Nino Adami").locator(".mark").click()
    assert page.locator("#details h2").inner_text() == "Nino Adami"
    assert page.locator("#details h3").count() == 5
    assert details(page).count("preso per 4,5 milioni") == 1
    # An address that is none of the web is no link.
    assert "javascript:" not in page.locator("#details").inner_html()


def test_hostile_words_are_shown_not_run(page: Any) -> None:
    page.locator(".node", has_text="window.broken").locator(".mark").click()
    assert "<script>window.broken=1</script>" in details(page)
    assert "<img src=x onerror=window.broken=1>" in details(page)
    assert page.locator("#details img, #details script").count() == 0


def test_the_policy_forbids_the_network_and_foreign_scripts(page: Any) -> None:
    asked = page.evaluate("fetch('https://example.org/').then(() => 'went', () => 'refused')")
    assert asked == "refused"
    page.evaluate(
        "const s = document.createElement('script'); s.textContent = 'window.foreign = 1'; document.body.append(s)"
    )
    assert page.evaluate("window.foreign") is None
    # Both refusals are reported as errors: they are what was asked for.
    page.kg_faults.clear()
    page.kg_requests.clear()


def test_zoom_pan_and_fit(page: Any) -> None:
    svg = page.locator(".picture > svg")
    whole = svg.get_attribute("viewBox")
    page.locator("#in").click()
    closer = svg.get_attribute("viewBox")
    assert float(closer.split()[2]) < float(whole.split()[2])
    box = svg.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 105, box["y"] + 65, steps=4)
    page.mouse.up()
    assert float(svg.get_attribute("viewBox").split()[0]) < float(closer.split()[0])
    page.locator("#fit").click()
    assert [float(v) for v in svg.get_attribute("viewBox").split()] == [float(v) for v in whole.split()]
    page.mouse.move(box["x"] + 50, box["y"] + 50)
    page.mouse.wheel(0, -300)
    page.wait_for_function(
        "w => Number(document.querySelector('.picture > svg').getAttribute('viewBox').split(' ')[2]) < w",
        arg=float(whole.split()[2]),
    )


def test_filters_hide_kinds_and_lonely_nodes(page: Any) -> None:
    page.locator("input[data-kind=rumour]").uncheck()
    assert not page.locator(".picture .edge.rumour").is_visible()
    assert not page.locator(".node", has_text="Mirko Besić").is_visible()
    page.locator("input[data-kind=rumour]").check()
    assert page.locator(".node", has_text="Mirko Besić").is_visible()


def test_finding_fades_the_rest(page: Any) -> None:
    page.locator("#find").fill("besic")
    assert "faded" in page.locator(".node", has_text="Italia").get_attribute("class")
    assert "faded" not in page.locator(".node", has_text="Ivo Besić").get_attribute("class")
    page.keyboard.press("Enter")
    assert "Besić" in page.locator("#details h2").inner_text()


def test_dark_theme_and_table(page: Any) -> None:
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    assert page.locator("#table tbody tr").count() == 8
    row = page.locator("#table tbody tr", has_text="31'").first
    assert "«gol dell'ex al 31'»" in (row.text_content() or "")


def test_lines_and_nodes_have_names_for_screen_readers(page: Any) -> None:
    assert page.get_by_role("button", name="episodio da ex: Nino Adami contro la sua ex Vallefiorita").count() == 1
    assert page.get_by_role("button", name="Ponterosso, squadra").count() == 1


def test_the_svg_draws_in_a_browser(browser: Any, select: Asked, tmp_path: Path) -> None:
    file = tmp_path / "graph.svg"
    file.write_text(svg_text(network_of(select, language="it", careers=True)))
    opened = browser.new_page()
    opened.goto(file.as_uri())
    dashes = opened.evaluate("getComputedStyle(document.querySelector('.ex .line')).strokeDasharray")
    assert dashes.startswith("11px")
    opened.close()


def opened_at(browser: Any, network: Network, folder: Path, width: int, height: int) -> Any:
    file = folder / "made.html"
    graph_view(network, file)
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(file.as_uri())
    return page


#: The boxes of what is written on the drawing, in pixels of the screen: clubs' boxes and people's names.
WRITTEN = """() => [...document.querySelectorAll('.picture .node')]
  .map((g) => [g, g.querySelector(g.matches('.club, .national') ? '.mark' : '.nlabel')])
  .filter(([g, e]) => getComputedStyle(g.querySelector('.nlabel')).display !== 'none')
  .map(([g, e]) => { const b = e.getBoundingClientRect(); return [g.querySelector('.nlabel').textContent, b.left, b.top, b.right, b.bottom]; })"""


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
@pytest.mark.parametrize("nodes", [20, 200])
def test_what_is_written_at_first_is_readable(
    browser: Any, tmp_path: Path, nodes: int, width: int, height: int
) -> None:
    page = opened_at(browser, made(nodes), tmp_path, width, height)
    written = page.evaluate(WRITTEN)
    covered = [
        (a[0], b[0])
        for i, a in enumerate(written)
        for b in written[:i]
        if min(a[3], b[3]) - max(a[1], b[1]) > 1.5 and min(a[4], b[4]) - max(a[2], b[2]) > 4
    ]
    assert covered == []
    # No letter smaller than can be read, however much there is to draw.
    assert min(bottom - top for _, _, top, _, bottom in written) >= 10
    if width > 1000:
        assert len(written) >= 0.6 * nodes
    page.close()


def test_what_is_chosen_is_not_under_the_panel(browser: Any, tmp_path: Path) -> None:
    page = opened_at(browser, made(60), tmp_path, 1280, 800)
    right = page.locator(".node .mark").evaluate_all("all => all.map((e) => e.getBoundingClientRect().right)")
    mark = page.locator(".node .mark").nth(right.index(max(right)))
    mark.click()
    panel, chosen = page.locator("aside").bounding_box(), mark.bounding_box()
    beside = chosen["x"] + chosen["width"] <= panel["x"]
    assert beside or chosen["y"] >= panel["y"] + panel["height"] or chosen["y"] + chosen["height"] <= panel["y"]
    page.locator("#close").click()
    assert page.locator("aside.empty").count() == 1
    page.close()
