"""What a schema cannot say: one module per subject, every check in the table below."""

from collections.abc import Callable, Iterator

from engine.lang.checks import (
    bot,
    buttons,
    conditions,
    consent,
    crm,
    dead,
    formulas,
    gaps,
    hooks,
    ids,
    limits,
    patterns,
    references,
    rules,
    skips,
    stories,
    structure,
    texts,
    understanding,
    wording,
)
from engine.lang.checks.scope import Scope
from engine.lang.checks.walks import Walks
from engine.lang.diagnostics import Diagnostic

#: A check yields findings; it never raises, prints or stops.
type Check = Callable[[Scope], Iterator[Diagnostic]]
#: The same, of what follows from the answers a client may give; it needs to know what is broken.
type PathCheck = Callable[[Walks], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    bot.missing_bot,
    structure.items_without_kind,
    structure.choices_without_options,
    structure.settings_among_options,
    structure.certain_stops,
    structure.blocks_in_blocks,
    structure.too_many_questions,
    ids.flow_names,
    ids.repeated_ids,
    ids.reserved_ids,
    ids.reserved_options,
    ids.repeated_labels,
    ids.renamed,
    references.unknown_blocks,
    references.unused_blocks,
    references.unused_lists,
    references.unknown_flows,
    references.repeated_menu,
    references.repeated_offers,
    references.lists,
    references.parents,
    references.rows,
    references.mixed_tables,
    conditions.conditions,
    formulas.computed,
    rules.rules,
    limits.limits,
    patterns.patterns,
    texts.places,
    texts.unfilled_places,
    texts.lone_braces,
    texts.languages,
    texts.empty_texts,
    texts.markup,
    texts.lengths,
    texts.captions,
    texts.pictures,
    wording.mixed_letters,
    wording.translations,
    wording.wordless,
    wording.half_quotes,
    buttons.columns,
    buttons.titles,
    understanding.recognisable,
    understanding.unseen_hints,
    hooks.hooks,
    crm.prices,
    consent.consent_text,
    bot.service_places,
    bot.timezone,
    bot.commands,
    bot.policy,
    stories.stories,
)

PATH_CHECKS: tuple[PathCheck, ...] = (
    dead.ends,
    dead.decided,
    skips.skipped,
    limits.musts,
    gaps.texts,
    gaps.rows,
    gaps.crm_fields,
    crm.same_field,
    consent.consent_first,
)
