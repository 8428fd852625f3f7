"""A model's answer, believed only as far as the client's own text bears it out."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import cast

from jsonschema import Draft202012Validator

from engine.core.answers.amounts import NumberType, YearType
from engine.core.answers.choices import ChoiceType, ManyType, YesNoType, folded
from engine.core.answers.dates import DateType
from engine.core.answers.words import CityType, UrlType
from engine.core.letters import key
from engine.core.model import Flow, Step
from engine.core.values import Json
from engine.service.routing.amounts import amounts, years
from engine.service.routing.ports import ModelTrouble, Reply
from engine.service.routing.question import NONE, Asking
from engine.service.routing.roles import scale

#: Nobody's answer is longer.
_LONGEST = 1000


#: What these words of the client answer in a flow by our own reading: texts by step id.
type Ours = Callable[[Flow, str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be used of a model's answer."""

    #: None: the text is about nothing the bot does.
    flow: str | None
    confidence: float
    #: Texts by step id, to go through the steps' own validation.
    raw: Mapping[str, str]
    #: The words of the masked text each was read from.
    quotes: Mapping[str, str]


def judged(reply: Reply, asking: Asking, message: str, ours: Ours) -> Verdict:
    """Raises ModelTrouble where the answer is not what the schema allows.

    Answers for another branch, without words of the client, or that those words do not say are dropped; so are those
    where we ourselves read another answer to that question in those words.
    """
    data = _parsed(reply, asking)
    confidence = float(cast(float, data["confidence"]))
    if not isfinite(confidence) or not 0 <= confidence <= 1:
        raise ModelTrouble("malformed", "the confidence is not between 0 and 1", reply)
    flow = str(data["flow"])
    if flow == NONE:
        return Verdict(None, confidence, {}, {})
    raw: dict[str, list[str]] = {}
    quotes: dict[str, str] = {}
    text = f" {folded(message)} "
    for name, value, quote in _answers(data):
        owner, step = asking.fields[name]
        said = _said(step, value, quote) if owner.id == flow and _occurs(quote, text) else None
        if said is not None and _contradicted(
            said, step, ours(owner, quote).get(step.id), scale(step, asking.language)
        ):
            said = None
        if said is not None and said not in raw.get(step.id, ()):
            raw.setdefault(step.id, []).append(said)
            quotes.setdefault(step.id, quote)
    texts = {
        id: ", ".join(said)
        for id, said in raw.items()
        if len(said) == 1 or asking.fields[f"{flow}.{id}"][1].type.gathers
    }
    return Verdict(flow, confidence, texts, {id: quotes[id] for id in texts})


def _parsed(reply: Reply, asking: Asking) -> Mapping[str, Json]:
    try:
        data = json.loads(reply.text, parse_constant=_no_constants)
    except (ValueError, RecursionError) as error:
        raise ModelTrouble("malformed", f"the answer is not JSON: {error}", reply) from error
    problem = next(Draft202012Validator(asking.schema).iter_errors(data), None)
    if problem is not None:
        # Not the problem's message: it quotes the answer.
        place = "/".join(map(str, problem.absolute_path))
        raise ModelTrouble("malformed", f"the answer breaks the schema at /{place}: {problem.validator}", reply)
    return cast(Mapping[str, Json], data)


def _no_constants(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _answers(data: Mapping[str, Json]) -> Iterator[tuple[str, str | float, str]]:
    for kind, value in (("choices", "option"), ("amounts", "amount"), ("texts", "text")):
        for answer in cast(list[Mapping[str, Json]], data.get(kind, [])):
            yield str(answer["field"]), cast(str | float, answer[value]), str(answer["quote"])


def _occurs(quote: str, text: str) -> bool:
    wanted = folded(quote)
    return bool(wanted) and f" {wanted} " in text


def _said(step: Step, value: str | float, quote: str) -> str | None:
    """The answer as the client could have typed it, None where the quote does not say it."""
    if isinstance(value, str) and len(value) > _LONGEST:
        return None
    match step.type:
        case YearType():
            return _year(value, quote) if isinstance(value, int | float) else None
        case NumberType():
            return _number(value, quote) if isinstance(value, int | float) else None
        case DateType():
            return str(value)
        case CityType():
            return str(value) if _sounds_alike(str(value), quote) else None
        case UrlType():
            return str(value) if folded(str(value)) in folded(quote) else None
        case _ if step.choices is not None:
            # Own words are the client's, not the model's.
            return quote.strip() if value == "other" else str(value)
        case _:
            return quote.strip()


def _contradicted(said: str, step: Step, ours: str | None, counted_in: int) -> bool:
    """Whether the words plainly name another option or number; where we read nothing, the model may be right."""
    if ours is None or isinstance(step.type, YesNoType):
        # A yes or no hangs on words beside the quoted ones.
        return False
    if isinstance(step.type, YearType):
        return int(said) % 100 != int(ours) % 100
    if isinstance(step.type, NumberType):
        # Under «тыс. км» our hundred is a hundred thousand.
        return float(said) not in (float(ours), float(ours) * counted_in)
    return isinstance(step.type, ChoiceType | ManyType) and said not in ours.split(", ")


def _year(value: float, quote: str) -> str | None:
    """All four digits stand in the quote, or its last two do."""
    figures = {int(year.text) for year in years(quote)} | {int(amount.value) for amount in amounts(quote)}
    if not isfinite(value) or not ({int(value), int(value) % 100} & figures):
        return None
    return str(int(value))


def _number(value: float, quote: str) -> str | None:
    """The number itself must stand in the quote; «90» may mean ninety thousand."""
    written = [
        [amount.value * times for times in ((1, 1_000, 1_000_000) if amount.times == 1 else (1,))]
        for amount in amounts(quote)
    ]
    if not isfinite(value) or not any(value in meant for meant in written):
        return None
    return f"{value:f}".rstrip("0").rstrip(".")


def _sounds_alike(name: str, quote: str) -> bool:
    """«Казань» of «в казани», not of «в туле»."""
    beginnings = {key(word)[:3] for word in quote.split()}
    return any(key(word)[:3] in beginnings for word in name.split())
