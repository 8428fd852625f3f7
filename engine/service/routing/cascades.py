"""Which options a text means in one branch; a model says its make, and a make which models are meant."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.core.answers.choices import ManyType, YesNoType
from engine.core.model import Flow, Step
from engine.service.routing.options import Lexicon, Mention
from engine.service.routing.reading import Reading, best


@dataclass(frozen=True, slots=True)
class Thing:
    """An option of a list others depend on, and what the text says of those."""

    parent: tuple[int, str]
    #: The dependent option, None where only the parent is named.
    child: Mention | None
    first: int
    last: int


def chosen(flow: Flow, reading: Reading, lexicon: Lexicon) -> Iterator[tuple[Step, Sequence[Mention]]]:
    """Each step with the options meant; where two compete for one place there are none."""
    things = tuple(_things(reading, lexicon))
    for step in flow.steps:
        if step.choices is None or isinstance(step.type, YesNoType):
            continue
        tables = lexicon.rows(step.choices)
        if step.choices.parent is not None:
            found = [thing.child for thing in things if thing.child is not None and thing.child.table in tables]
            makes = {thing.parent for thing in things}
            found = found if len(makes) == 1 else []
        else:
            found = _meant(step, set(tables), things, reading, lexicon)
        options = {mention.option for mention in found}
        if len(options) == 1 or (options and isinstance(step.type, ManyType)):
            yield step, found


def _meant(step: Step, tables: set[int], things: Sequence[Thing], reading: Reading, lexicon: Lexicon) -> list[Mention]:
    if tables & {table for table, _ in lexicon.parents.values()}:
        return [
            Mention(table, option, *_named_at(thing, reading), 1.0)
            for thing in things
            for table, option in [thing.parent]
            if table in tables
        ]
    # What is part of a longer expression, or of a name, is not meant by itself.
    others = [mention for mention in reading.mentions if mention.table not in tables and mention.last > mention.first]
    return best(
        mention
        for mention in reading.mentions
        if mention.table in tables
        and not mention.slight
        and not any(thing.first <= mention.last and mention.first <= thing.last for thing in things)
        and not any(
            other.first <= mention.first
            and mention.last <= other.last
            and other.last - other.first > mention.last - mention.first
            for other in others
        )
    )


def _named_at(thing: Thing, reading: Reading) -> tuple[int, int]:
    """Where the make itself is named, else where its model is."""
    own = best(
        mention
        for mention in reading.mentions
        if _option(mention) == thing.parent and (mention.last < thing.first or mention.first > thing.last)
    )
    return (own[0].first, own[0].last) if own else (thing.first, thing.last)


def _things(reading: Reading, lexicon: Lexicon) -> Iterator[Thing]:
    parents = best(mention for mention in reading.mentions if mention.table in _tables(lexicon))
    plain = {
        (mention.first, mention.last)
        for mention in reading.mentions
        if mention.table not in lexicon.names and mention.likeness == 1.0
    }
    ranked = sorted(
        (
            (rank, mention)
            for mention in reading.mentions
            if mention.table in lexicon.parents
            and (rank := _rank(mention, parents, plain, reading, lexicon)) is not None
        ),
        key=lambda entry: entry[0],
        reverse=True,
    )
    taken: list[Mention] = []
    named: list[Thing] = []
    for rank, mention in ranked:
        if any(mention.overlaps(other) for other in taken):
            continue
        make = lexicon.parents[mention.table]
        # «Солярис HS»: the word before is the make of this model, not a model itself.
        taken += [mention, *(parent for parent in parents if _option(parent) == make and not parent.overlaps(mention))]
        rivals = [
            other
            for found, other in ranked
            if found == rank and other.overlaps(mention) and _option(other) != _option(mention)
        ]
        if not rivals:
            named.append(Thing(make, mention, mention.first, mention.last))
        elif all(lexicon.parents[other.table] == make for other in rivals):
            named.append(Thing(make, None, mention.first, mention.last))
    yield from named
    makes = {thing.parent for thing in named}
    for parent in parents:
        if (parent.table, parent.option) not in makes and not any(parent.overlaps(child) for child in taken):
            yield Thing((parent.table, parent.option), None, parent.first, parent.last)


def _option(mention: Mention) -> tuple[int, str]:
    return mention.table, mention.option


def _tables(lexicon: Lexicon) -> set[int]:
    return {table for table, _ in lexicon.parents.values()}


def _rank(
    mention: Mention,
    parents: Sequence[Mention],
    plain: set[tuple[int, int]],
    reading: Reading,
    lexicon: Lexicon,
) -> tuple[int, int, float] | None:
    """How good a reading is: beside its own make, longer, more alike; None where it is no reading at all."""
    table, option = lexicon.parents[mention.table]
    own = [
        parent
        for parent in parents
        if (parent.table, parent.option) == (table, option) and not parent.overlaps(mention)
    ]
    before = next((parent for parent in parents if parent.last + 1 == mention.first), None)
    if before is not None and before not in own:
        return None
    if any(parent.overlaps(mention) and parent.likeness > mention.likeness for parent in parents if parent not in own):
        return None
    follows = before is not None
    words = reading.words[mention.first : mention.last + 1]
    letters = sum(len(word.text) for word in words if not word.digits)
    if mention.slight and not follows:
        return None
    if letters <= 2 and not any(word.digits for word in words) and not own:
        return None
    if not own and (mention.first, mention.last) in plain:
        return None
    return (2 if follows else 1 if own else 0, mention.last - mention.first, mention.likeness)
