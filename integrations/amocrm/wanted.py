"""The custom fields that questionnaires write to, as their authors think of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from engine.core.model import Compute, Flow, Project, Step
from integrations.amocrm.mapping import KEY_FIELD

#: Our name of a target's kind → AmoCRM's name of the entity.
ENTITIES: Mapping[str, str] = {"field": "leads", "contact": "contacts"}

#: AmoCRM's type of field by our type of answer; anything else is a text of any length.
_TYPES: Mapping[str, str] = {
    "number": "numeric",
    "money": "numeric",
    "year": "numeric",
    "compute": "numeric",
    "date": "date",
    "yes_no": "checkbox",
    "url": "url",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A custom field some `crm:` names."""

    #: "leads" or "contacts".
    entity: str
    name: str
    #: AmoCRM's.
    type: str
    #: Values of a list.
    options: tuple[str, ...] = ()
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """One place of a flow that writes to a field."""

    flow: str
    item: str
    #: Name of the answer type; "compute" for a computed value.
    answer: str
    field: Wanted
    #: Every text the answer can be where it is chosen, for a list to know.
    texts: tuple[str, ...] = ()


#: Where the bot keeps its own key, to know a lead again.
KEY = Wanted("leads", "ID заявки бота", "text", code=KEY_FIELD)


def wanted(project: Project) -> list[Wanted]:
    """One field per name; where questions disagree about its type it becomes a text."""
    found: dict[tuple[str, str], Wanted] = {}
    for use in uses(project):
        field = use.field
        known = found.setdefault((field.entity, field.name), field)
        if known != field:
            found[field.entity, field.name] = _both(known, field)
    return list(found.values())


def uses(project: Project) -> Iterator[Use]:
    for flow in project.flows.values():
        yield from _uses(flow, project.bot.languages[0])


def _uses(flow: Flow, language: str) -> Iterator[Use]:
    for item in flow.items:
        if not isinstance(item, Step | Compute) or item.crm.kind not in ENTITIES:
            continue
        label = item.label.plain(language) if item.label is not None else item.id
        entity, name = ENTITIES[item.crm.kind], item.crm.name or label
        if isinstance(item, Compute):
            yield Use(flow.id, item.id, "compute", Wanted(entity, name, _TYPES["compute"]))
        else:
            field = replace(_field(item, language), entity=entity, name=name)
            yield Use(flow.id, item.id, item.type.name, field, _texts(item, language))


def _field(step: Step, language: str) -> Wanted:
    """A list only where the client cannot answer anything else."""
    choices = step.choices
    closed = choices is not None and choices.parent is None and choices.other is None and choices.none is None
    if not closed or step.type.name not in ("choice", "many"):
        return Wanted("", "", _TYPES.get(step.type.name, "textarea"))
    return Wanted("", "", "multiselect" if step.type.name == "many" else "select", _texts(step, language))


def _texts(step: Step, language: str) -> tuple[str, ...]:
    rows = step.choices.rows.values() if step.choices is not None else ()
    return tuple(dict.fromkeys(option.crm or option.label.plain(language) for row in rows for option in row))


def _both(one: Wanted, other: Wanted) -> Wanted:
    if one.type != other.type:
        return Wanted(one.entity, one.name, "textarea")
    return replace(one, options=tuple(dict.fromkeys((*one.options, *other.options))))
