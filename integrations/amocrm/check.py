"""The flows' `crm:` held against a live account: by name, by type, by the values of lists."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.core.model import Parameter, Project
from engine.core.texts import Template
from engine.lang.near import nearest
from integrations.amocrm.directory import Chart
from integrations.amocrm.fields import Field, Misfit, resolve
from integrations.amocrm.mapping import KEY_FIELD, Defaults
from integrations.amocrm.spec import LEAD
from integrations.amocrm.wanted import KEY, Use, Wanted, uses, wanted

#: AmoCRM's type of field → our types of answers it takes; a type that is not here takes any as text.
_TAKES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("numeric", "price", "monetary"), frozenset({"number", "money", "year", "compute"})),
    "checkbox": frozenset({"yes_no"}),
    **dict.fromkeys(("select", "radiobutton", "multiselect"), frozenset({"choice", "many", "yes_no"})),
    **dict.fromkeys(("date", "birthday", "date_time"), frozenset({"date"})),
}
_TEXTS = frozenset({"text", "textarea", "url", "streetaddress", "tracking_data", "multitext"})

#: What people call AmoCRM's types, by the names of its own interface.
_NAMES: Mapping[str, str] = {
    "numeric": "число",
    "price": "цена",
    "monetary": "денежное",
    "checkbox": "флаг",
    "select": "список",
    "radiobutton": "переключатель",
    "multiselect": "мультисписок",
    "date": "дата",
    "birthday": "день рождения",
    "date_time": "дата и время",
}
_SETUP = "Создать недостающие поля: carquery amocrm setup"


@dataclass(frozen=True, slots=True)
class Finding:
    """What will keep an answer out of its field; the answer is still in the note."""

    #: `sell: year`, or the part of the account.
    where: str
    message: str
    #: What to do; empty where the message says it.
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.where} — {self.message}{' ' + self.advice if self.advice else ''}"


def findings(project: Project, chart: Chart, defaults: Defaults) -> Iterator[Finding]:
    """`chart` holds the fields of leads and contacts and the pipelines."""
    if chart.lead_field_coded(KEY_FIELD) is None:
        yield Finding("AmoCRM", f"нет поля с кодом {KEY_FIELD}, по нему бот надёжнее всего узнаёт свои сделки.", _SETUP)
    for use in uses(project):
        yield from _field(use, chart, defaults)
    for flow in project.flows.values():
        for call in flow.hooks:
            if call.hook == LEAD.name:
                yield from _place(flow.id, call.params, chart)


def lacking(project: Project, chart: Chart, defaults: Defaults) -> list[Wanted]:
    """The fields `setup` has to make: the bot's own, and those that no field of the account stands for."""
    unmet = {
        (use.field.entity, use.field.name)
        for use in uses(project)
        if isinstance(_resolved(use, chart, defaults), Misfit) and not _ambiguous(use, chart)
    }
    own = [KEY] if chart.lead_field_coded(KEY_FIELD) is None else []
    return own + [field for field in wanted(project) if (field.entity, field.name) in unmet]


def _ambiguous(use: Use, chart: Chart) -> bool:
    """Several fields of this name: one more would make it worse."""
    return any(use.field.name in (field.name, field.code) for field in _known(use, chart))


def _field(use: Use, chart: Chart, defaults: Defaults) -> Iterator[Finding]:
    where = f"{use.flow}: {use.item}"
    field = _resolved(use, chart, defaults)
    if isinstance(field, Misfit):
        known = [name for one in _known(use, chart) for name in (one.name, one.code or "")]
        near = _near(use.field.name, known)
        advice = f"Может быть, «{near}»?" if near else _SETUP
        yield Finding(where, f"«{field.field}»: {field.reason}.", advice)
        return
    takes = _TAKES.get(field.type)
    if takes is None and field.type not in _TEXTS:
        yield Finding(where, f"в поле «{field.name}» типа {field.type} бот не пишет.", "Возьмите поле типа «Текст».")
    elif takes is not None and use.answer not in takes:
        name = _NAMES[field.type]
        yield Finding(where, f"поле «{field.name}» — {name}, а ответ — {use.answer}.", "Возьмите поле другого типа.")
    elif field.enums:
        yield from _values(where, field, use.texts)


def _values(where: str, field: Field, texts: Sequence[str]) -> Iterator[Finding]:
    """Every text the client can choose must be a value of the list."""
    values = [enum.value for enum in field.enums]
    known = {value.strip().casefold() for enum in field.enums for value in (enum.value, enum.code or "")}
    for text in texts:
        if text.strip().casefold() not in known:
            near = _near(text, values)
            advice = f"Может быть, «{near}»?" if near else "Добавьте его в список AmoCRM."
            yield Finding(where, f"в списке «{field.name}» нет «{text}».", advice)


def _place(flow: str, params: Mapping[str, Parameter], chart: Chart) -> Iterator[Finding]:
    pipeline, status = _constant(params.get("pipeline")), _constant(params.get("status"))
    if pipeline is None and status is None:
        return
    _, lost = chart.place(pipeline, status)
    if lost is not None:
        names = [str(one["name"]) for one in chart.pipelines]
        stages = [
            str(stage["name"])
            for one in chart.pipelines
            for stage in (one.get("_embedded") or {}).get("statuses") or ()
        ]
        wrong, known = (pipeline, names) if lost.field == "Воронка" else (status, stages)
        near = _near(str(wrong), known)
        yield Finding(f"{flow}: {lost.field.lower()}", f"{lost.reason}.", f"Может быть, «{near}»?" if near else "")


def _near(word: str, known: Sequence[str]) -> str | None:
    """The one name this was meant to be: nearly the same, case aside, or the same with a word more or less."""
    by_folded = {name.casefold(): name for name in known if name}
    folded = word.casefold()
    found = nearest(folded, by_folded)
    if found is None:
        longer = [name for name in by_folded if len(name) > 3 and (folded in name or name in folded)]
        found = longer[0] if len(longer) == 1 else None
    return by_folded[found] if found is not None else None


def _constant(value: Parameter) -> str | int | None:
    """A parameter that is the same for every lead; None when answers decide."""
    if isinstance(value, Template):
        text = value.render({}) if not value.places else ""
        return (int(text) if text.isdigit() else text) or None
    return value if isinstance(value, str | int) else None


def _known(use: Use, chart: Chart) -> tuple[Field, ...]:
    return chart.lead_fields if use.field.entity == "leads" else chart.contact_fields


def _resolved(use: Use, chart: Chart, defaults: Defaults) -> Field | Misfit:
    return resolve(use.field.name, use.item, _known(use, chart), defaults.field_ids)
