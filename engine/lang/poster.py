"""A flow's diagram as a picture of its own: it carries its colours, and conditions are in plain sight."""

from collections.abc import Iterator
from html import escape
from textwrap import wrap

from engine.core.model import Flow
from engine.lang.graph import WIDTH, middle, svg
from engine.lang.plain import words_of

_HEAD, _SIDE, _LINE = 48, 380, 14
#: Letters of a condition's line, and lines beside one row: more would run into the next one.
_LETTERS, _LINES = 58, 3
_STYLE = """
text { font-family: "PT Sans", "Segoe UI", Roboto, Arial, sans-serif; fill: #1c2733 }
.heading { font-size: 18px; font-weight: bold } .when { font-size: 11px; fill: #5b6b7b }
.spine, .branch { fill: none; stroke: #b3bfca; stroke-width: 2 } .conditional .branch { stroke-dasharray: 4 4 }
.dot { fill: #fff; stroke: #8796a5; stroke-width: 2 } .start circle { fill: #2f7fd1 }
rect { fill: #f5f9fd; stroke: #7fa9d2 } .name { font-size: 13px } .detail { font-size: 11px; fill: #5b6b7b }
.say rect { fill: #f7f7f7; stroke: #c4c4c4 } .stop rect { fill: #fdf0f0; stroke: #d98c8c }
.compute rect { fill: #fbf8ee; stroke: #cdb873; stroke-dasharray: 3 3 }
.review rect, .done rect { fill: #eef8f0; stroke: #79b688 }
.paper { fill: #fff; stroke: none }
"""


def poster(flow: Flow, language: str = "ru") -> str:
    """An SVG file: opens in a browser, an office suite, a chat."""
    width, height = WIDTH + _SIDE, _HEAD + middle(len(flow.items) + 2) + 40
    title = escape(flow.title.plain(language))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<style>{_STYLE}</style><rect class="paper" width="{width}" height="{height}"/>'
        f'<text class="heading" x="22" y="32">{title}</text>'
        f'<g transform="translate(0 {_HEAD})">{svg(flow, language)}{"".join(_conditions(flow, language))}</g></svg>\n'
    )


def _conditions(flow: Flow, language: str) -> Iterator[str]:
    for row, item in enumerate(flow.items, 1):
        words = words_of(item.when, flow, language)
        if not words:
            continue
        lines = wrap(f"{'если' if language == 'ru' else 'if'} {words}", _LETTERS, max_lines=_LINES, placeholder="…")
        top = middle(row) + 4 - (len(lines) - 1) * _LINE // 2
        for number, line in enumerate(lines):
            yield f'<text class="when" x="{WIDTH + 8}" y="{top + number * _LINE}">{escape(line)}</text>'
