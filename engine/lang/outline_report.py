"""An outline as people get it: text for a terminal, Markdown for a pull request, HTML for the printer."""

from collections.abc import Callable, Iterator, Mapping
from html import escape
from textwrap import wrap

from engine.lang.outline import Outline, Row

_WIDTH = 100
_KINDS: Mapping[str, str] = {"say": "Сообщение", "stop": "Конец без заявки", "compute": "Расчёт"}
_HEADS = ("№", "Что видит клиент", "Когда", "Ответ", "CRM")
_PLACES = "[Название] — место, куда бот подставит ответ."
_NOTED = "В примечание к сделке попадают все ответы, кроме отмеченных «никуда»."
_ALWAYS = "всегда"


def _notes(found: Outline) -> tuple[str, ...]:
    return (_PLACES, _NOTED) if any(row.crm for row in found.rows) else (_PLACES,)


def text(found: Outline) -> str:
    """Cards of a hundred columns."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Outline) -> Iterator[str]:
    yield f"{found.title}   (анкета {found.id}, версия {found.version})"
    yield from _paragraph(found.about)
    yield from ("", found.summary, *_notes(found), "")
    for row in found.rows:
        head = f"{row.number:>3}. " if row.number else "  —  "
        kind = f"{_KINDS[row.kind]}: " if row.kind in _KINDS else ""
        yield from _paragraph(kind + row.text, head, " " * 5)
        for note in row.notes:
            yield from _paragraph(note, " " * 5)
        if row.when:
            yield from _paragraph(row.when, "     Когда:  ", " " * 13)
        for index, line in enumerate(row.answer):
            yield from _paragraph(line, "     Ответ:  " if index == 0 else " " * 13, " " * 13)
        if row.crm:
            yield from _paragraph(row.crm, "     CRM:    ", " " * 13)
        yield ""
    yield from ("Что дальше", "")
    for title, words in found.ending:
        yield from _paragraph(words, f"  {title}: ", " " * 4)
    for listed in found.lists:
        yield from ("", f"Список: {listed.title}")
        for name, options in listed.rows:
            yield from _paragraph(" · ".join(options), f"  {name}: " if name else "  ", " " * 4)


def _paragraph(words: str, first: str = "", other: str | None = None) -> Iterator[str]:
    lead, follow = first, first if other is None else other
    for line in words.splitlines():
        if line.strip():
            yield from wrap(line, _WIDTH, initial_indent=lead, subsequent_indent=follow, break_on_hyphens=False)
            lead = follow


def markdown(found: Outline) -> str:
    """One table, as GitHub draws it."""
    lines = [f"# {_plain(found.title)}", "", f"Анкета `{found.id}`, версия `{found.version}`. {_plain(found.about)}"]
    lines += [
        "",
        f"{' '.join((found.summary, *_notes(found)))}",
        "",
        f"| {' | '.join(_HEADS)} |",
        f"|{'---|' * len(_HEADS)}",
    ]
    for row in found.rows:
        cells = (str(row.number or ""), _told(row), row.when or _ALWAYS, "\n".join(row.answer), row.crm)
        lines.append(f"| {' | '.join(map(_cell, cells))} |")
    lines += ["", "## Что дальше", "", *(f"- **{_plain(title)}:** {_cell(words)}" for title, words in found.ending)]
    for listed in found.lists:
        lines += ["", f"## Список: {_plain(listed.title)}", ""]
        lines += [f"- {f'**{_plain(name)}:** ' if name else ''}{_plain(' · '.join(row))}" for name, row in listed.rows]
    return "\n".join(lines) + "\n"


def _told(row: Row) -> str:
    kind = f"{_KINDS[row.kind]}: " if row.kind in _KINDS else ""
    return "\n".join((kind + row.text, *row.notes))


def _plain(words: str) -> str:
    """Words that Markdown leaves as they are."""
    marks = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|#"})
    return " ".join(words.translate(marks).split())


def _cell(words: str) -> str:
    return "<br>".join(_plain(line) for line in words.splitlines() if line.strip())


_STYLE = """
@page { size: A4 landscape; margin: 12mm }
* { box-sizing: border-box }
body { font: 11pt/1.4 "PT Sans", "Segoe UI", Roboto, Arial, sans-serif; color: #111; background: #fff; max-width: 297mm;
  margin: 0 auto; padding: 8mm }
h1 { font-size: 20pt; margin: 0 0 2mm } h2 { font-size: 14pt; margin: 8mm 0 2mm; break-after: avoid }
p { margin: 0 0 2mm } .dim, small { color: #555; font-size: 9.5pt } small { display: block }
table { border-collapse: collapse; width: 100%; margin-top: 4mm }
thead { display: table-header-group } tr { break-inside: avoid }
th, td { border: 1px solid #999; padding: 1.6mm 2mm; text-align: left; vertical-align: top }
th { background: #eee; font-size: 9.5pt } td:first-child { text-align: right; width: 9mm; color: #555 }
td:nth-child(2) { width: 36% } td:nth-child(3) { width: 17% } td:nth-child(5) { width: 15% }
tr.say td, tr.compute td { background: #f7f7f7 } tr.stop td { background: #fbeeee }
dl { margin: 0 } dt { font-weight: bold; margin-top: 2mm; break-after: avoid } dd { margin: 0; break-inside: avoid }
.lists div { columns: 2; column-gap: 8mm; font-size: 9.5pt } .lists p { break-inside: avoid }
.sign { margin-top: 12mm; display: flex; gap: 12mm; break-inside: avoid }
.sign span { flex: 1; border-top: 1px solid #111; padding-top: 1mm; font-size: 9.5pt; color: #555 }
@media print { body { font-size: 10pt; padding: 0; max-width: none;
  -webkit-print-color-adjust: exact; print-color-adjust: exact } }
"""


def html(found: Outline) -> str:
    """A page of its own, made for A4; loads nothing."""
    return "\n".join((
        f'<!doctype html>\n<html lang="ru"><head><meta charset="utf-8"><title>{escape(found.title)}</title>',
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>',
        f"<h1>{escape(found.title)}</h1><p>{escape(found.about)}</p>",
        f'<p class="dim">Анкета {escape(found.id)}, версия {escape(found.version)}. {found.summary}<br>',
        f"{' '.join(_notes(found))}</p>",
        f"<table><thead><tr>{''.join(f'<th>{head}</th>' for head in _HEADS)}</tr></thead><tbody>",
        *(_table_row(row) for row in found.rows),
        "</tbody></table><h2>Что дальше</h2><dl>",
        *(f"<dt>{escape(title)}</dt><dd>{_broken(words)}</dd>" for title, words in found.ending),
        "</dl>",
        '<div class="sign"><span>Согласовано: должность, имя</span><span>Подпись</span><span>Дата</span></div>',
        '<div class="lists">',
        *(line for listed in found.lists for line in _list(listed.title, listed.rows)),
        "</div>",
        "</body></html>\n",
    ))  # fmt: skip


def _table_row(row: Row) -> str:
    kind = f"<small>{_KINDS[row.kind]}</small>" if row.kind in _KINDS else ""
    first, _, rest = row.text.partition("\n")
    words = f"<b>{escape(first)}</b>{'<br>' if rest else ''}{_broken(rest)}" if row.number else _broken(row.text)
    notes = "".join(f"<small>{_broken(note)}</small>" for note in row.notes)
    answer = "<br>".join(map(_broken, row.answer))
    cells = (str(row.number or ""), kind + words + notes, escape(row.when or _ALWAYS), answer, escape(row.crm))
    return f'<tr class="{row.kind}">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _list(title: str, rows: tuple[tuple[str, tuple[str, ...]], ...]) -> Iterator[str]:
    yield f"<h2>Список: {escape(title)}</h2><div>"
    for name, options in rows:
        yield f"<p>{f'<b>{escape(name)}:</b> ' if name else ''}{escape(' · '.join(options))}</p>"
    yield "</div>"


def _broken(words: str) -> str:
    return "<br>".join(escape(line) for line in words.splitlines() if line.strip())


RENDERERS: Mapping[str, Callable[[Outline], str]] = {"text": text, "markdown": markdown, "html": html}
