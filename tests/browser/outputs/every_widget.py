"""Every widget of ipywidgets: how it is made, what a reader does with it, and what the kernel then knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator

_PICTURE = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="

Do = Callable[[Locator], None]


@dataclass(frozen=True)
class Widget:
    """One widget: an expression that makes it, and a selector that finds it in what its cell puts out.

    ``do`` is what a reader does, and ``known`` what ``trait`` then is in the kernel; where a reader can do
    nothing, it is so from the start.
    """

    expression: str
    selector: str
    do: Do | None = None
    known: str = ""
    trait: str = "value"


def _press(selector: str, *keys: str) -> Do:
    def do(widget: Locator) -> None:
        target = widget.locator(selector).first
        target.focus()
        for key in keys:
            target.press(key)

    return do


def _fill(selector: str, text: str) -> Do:
    def do(widget: Locator) -> None:
        target = widget.locator(selector).first
        target.fill(text)
        target.press("Enter")
        target.blur()

    return do


def _click(selector: str) -> Do:
    return lambda widget: widget.locator(selector).first.click()


def _choose(*options: str) -> Do:
    def do(widget: Locator) -> None:
        widget.locator("select").select_option(list(options))

    return do


def _tag(text: str) -> Do:
    def do(widget: Locator) -> None:
        widget.click()
        widget.page.keyboard.type(text)
        widget.page.keyboard.press("Enter")

    return do


def _upload(widget: Locator) -> None:
    file = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"hello"}
    with widget.page.expect_file_chooser() as chooser:
        widget.click()
    chooser.value.set_files(file)  # type: ignore[arg-type]


_CLICK: Do = lambda widget: widget.click()  # noqa: E731
_RIGHT = _press(".noUi-handle", "ArrowRight")

WIDGETS: dict[str, Widget] = {
    # numbers
    "IntSlider": Widget("w.IntSlider(3)", ".widget-slider", _RIGHT, "4"),
    "FloatSlider": Widget("w.FloatSlider(1.0, step=0.5)", ".widget-slider", _RIGHT, "1.5"),
    "FloatLogSlider": Widget("w.FloatLogSlider(10, step=1)", ".widget-slider", _RIGHT, "100.0"),
    "IntRangeSlider": Widget("w.IntRangeSlider(value=(2, 5))", ".widget-slider", _RIGHT, "(3, 5)"),
    "FloatRangeSlider": Widget(
        "w.FloatRangeSlider(value=(2, 5), step=0.5)", ".widget-slider", _RIGHT, "(2.5, 5.0)"
    ),
    "IntProgress": Widget("w.IntProgress(4)", ".widget-hprogress .progress-bar", None, "4"),
    "FloatProgress": Widget("w.FloatProgress(4.5)", ".widget-hprogress .progress-bar", None, "4.5"),
    "IntText": Widget("w.IntText(3)", ".widget-text", _fill("input", "8"), "8"),
    "BoundedIntText": Widget("w.BoundedIntText(3, max=9)", ".widget-text", _fill("input", "12"), "9"),
    "FloatText": Widget("w.FloatText(3)", ".widget-text", _fill("input", "8.5"), "8.5"),
    "BoundedFloatText": Widget("w.BoundedFloatText(3, max=9)", ".widget-text", _fill("input", "12"), "9.0"),
    # truth
    "ToggleButton": Widget("w.ToggleButton(description='on')", ".widget-toggle-button", _CLICK, "True"),
    "Checkbox": Widget("w.Checkbox(False)", ".widget-checkbox", _click("input"), "True"),
    "Valid": Widget("w.Valid(value=True)", ".widget-valid", None, "True"),
    # selection
    "Dropdown": Widget("w.Dropdown(options=['a', 'b'])", ".widget-dropdown", _choose("b"), "'b'"),
    "RadioButtons": Widget(
        "w.RadioButtons(options=['a', 'b'])", ".widget-radio", _click("input >> nth=1"), "'b'"
    ),
    "Select": Widget("w.Select(options=['a', 'b'])", ".widget-select", _choose("b"), "'b'"),
    "SelectionSlider": Widget("w.SelectionSlider(options=['a', 'b'])", ".widget-slider", _RIGHT, "'b'"),
    "SelectionRangeSlider": Widget(
        "w.SelectionRangeSlider(options=['a', 'b', 'c'], index=(0, 2))",
        ".widget-slider",
        _RIGHT,
        "('b', 'c')",
    ),
    "ToggleButtons": Widget(
        "w.ToggleButtons(options=['a', 'b'])", ".widget-toggle-buttons", _click("button >> nth=1"), "'b'"
    ),
    "SelectMultiple": Widget(
        "w.SelectMultiple(options=['a', 'b', 'c'])",
        ".widget-select-multiple",
        _choose("a", "c"),
        "('a', 'c')",
    ),
    # text
    "Text": Widget("w.Text('old')", ".widget-text", _fill("input", "new"), "'new'"),
    "Textarea": Widget("w.Textarea('old')", ".widget-textarea", _fill("textarea", "new"), "'new\\n'"),
    "Password": Widget("w.Password()", "input[type=password]", _fill("input", "new"), "'new'"),
    "Combobox": Widget("w.Combobox(options=['a', 'b'])", ".widget-text datalist", _fill("input", "b"), "'b'"),
    "Label": Widget("w.Label('a label')", ".widget-label", None, "'a label'"),
    "HTML": Widget("w.HTML('<b>bold</b>')", ".widget-html b", None, "'<b>bold</b>'"),
    "HTMLMath": Widget("w.HTMLMath('root $\\\\sqrt{2}$')", ".widget-htmlmath math msqrt", None, "sqrt"),
    "TagsInput": Widget(
        "w.TagsInput(value=['one'])", ".jupyter-widget-tagsinput", _tag("two"), "['one', 'two']"
    ),
    "ColorsInput": Widget(
        "w.ColorsInput(value=['red'])", ".jupyter-widget-tagsinput", _tag("blue"), "['red', 'blue']"
    ),
    "IntsInput": Widget("w.IntsInput(value=[1])", ".jupyter-widget-tagsinput", _tag("2"), "[1, 2]"),
    "FloatsInput": Widget(
        "w.FloatsInput(value=[1.5])", ".jupyter-widget-tagsinput", _tag("2.5"), "[1.5, 2.5]"
    ),
    # dates, colours, files
    "DatePicker": Widget(
        "w.DatePicker()", ".widget-datepicker", _fill("input", "2024-02-29"), "datetime.date(2024, 2, 29)"
    ),
    "TimePicker": Widget(
        "w.TimePicker()", ".widget-timepicker", _fill("input", "12:34"), "datetime.time(12, 34)"
    ),
    "DatetimePicker": Widget(
        "w.DatetimePicker()",
        ".widget-datetimepicker",
        _fill("input", "2024-02-29T12:34"),
        "datetime.datetime(2024, 2",
    ),
    "NaiveDatetimePicker": Widget(
        "w.NaiveDatetimePicker()",
        ".widget-datetimepicker",
        _fill("input", "2024-02-29T12:34"),
        "datetime.datetime(2024, 2, 29, 12, 34)",
    ),
    "ColorPicker": Widget(
        "w.ColorPicker(value='#ff0000')",
        ".widget-colorpicker",
        _fill("input[type=text]", "#00ff00"),
        "'#00ff00'",
    ),
    "FileUpload": Widget("w.FileUpload()", ".widget-upload", _upload, "'name': 'a.txt'"),
    # media
    "Image": Widget(f"w.Image.from_url('{_PICTURE}')", "img.widget-image", None, "data:image/gif"),
    "Audio": Widget("w.Audio(value=b'sound', autoplay=False)", "audio", None, "sound"),
    "Video": Widget("w.Video(value=b'pictures', autoplay=False)", "video", None, "pictures"),
    # what acts by itself
    "Button": Widget(
        "w.Button(description='press')", ".jupyter-button.widget-button", _CLICK, "pressed", "press"
    ),
    "Play": Widget("w.Play(max=1, interval=20)", ".widget-play", _click("button >> nth=0"), "1"),
    "Controller": Widget("w.Controller()", ".widget-controller", None, "False", "connected"),
    "Output": Widget("output()", ".widget-output", None, "inside", "outputs"),
    # boxes
    "Box": Widget("w.Box([w.Label('inside')])", ".widget-box .widget-label", None, "inside", "children"),
    "HBox": Widget("w.HBox([w.Label('inside')])", ".widget-hbox .widget-label", None, "inside", "children"),
    "VBox": Widget("w.VBox([w.Label('inside')])", ".widget-vbox .widget-label", None, "inside", "children"),
    "GridBox": Widget(
        "w.GridBox([w.Label('inside')])", ".widget-gridbox .widget-label", None, "inside", "children"
    ),
    "GridspecLayout": Widget("grid()", ".widget-gridbox .widget-label", None, "inside", "children"),
    "AppLayout": Widget(
        "w.AppLayout(center=w.Label('inside'))", ".widget-gridbox .widget-label", None, "inside", "children"
    ),
    "TwoByTwoLayout": Widget(
        "w.TwoByTwoLayout(top_left=w.Label('inside'))",
        ".widget-gridbox .widget-label",
        None,
        "inside",
        "children",
    ),
    "Accordion": Widget(
        "w.Accordion([w.Label('a'), w.Label('b')], titles=['A', 'B'])",
        ".jupyter-widget-accordion, .widget-accordion",
        _click(".jupyter-widget-Collapse-header >> nth=1"),
        "1",
        "selected_index",
    ),
    "Tab": Widget(
        "w.Tab([w.Label('a'), w.Label('b')], titles=['A', 'B'])",
        ".jupyter-widget-tab, .widget-tab",
        _click("[role=tab] >> nth=1"),
        "1",
        "selected_index",
    ),
    "Stack": Widget(
        "w.Stack([w.Label('inside'), w.Label('behind')], selected_index=0)",
        ".widget-label",
        None,
        "0",
        "selected_index",
    ),
}

OTHERS = {"Widget", "CoreWidget", "DOMWidget", "ValueWidget", "Style", "Layout", "interactive"} | {
    f"{name}Style" for name in ("Button", "Slider", "ToggleButtons")
}
"""Names that stand for no widget of their own: base classes, looks and layouts, and what `interact` makes."""

PRELUDE = """import ipywidgets as w


def plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def tested(made, trait):
    known = w.Label()
    if trait == "press":
        made.on_click(lambda _: setattr(known, "value", "pressed"))
    else:
        tell = lambda _: setattr(known, "value", repr(plain(getattr(made, trait))))
        made.observe(tell, trait)
        tell(None)
    made.add_class("made")
    known.add_class("known")
    return w.VBox([made, known])


def output():
    made = w.Output()
    with made:
        print("inside")
    return made


def grid():
    made = w.GridspecLayout(1, 1)
    made[0, 0] = w.Label("inside")
    return made
"""
"""What the cells of widgets need: ``tested`` shows a widget beside what the kernel knows of its trait."""


def page_of_all() -> str:
    """Return the page with a cell for each widget, in the order of the table, after one with the prelude."""
    front = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n---\n\n# Every widget\n"
    sources = [PRELUDE, *(f"tested({one.expression}, {one.trait!r})" for one in WIDGETS.values())]
    return front + "".join(
        f"\n```{{code-cell}}\n:tags: [raises-exception]\n\n{source}\n```\n" for source in sources
    )
