"""One update of a client is one step of the session's `rev` and one save of the draft, whatever it was."""

from collections.abc import Sequence

import pytest

from engine.core.ports import Draft
from tests.telegram.bench import Bench, flow, project
from tests.telegram.memory import MemoryDrafts
from tests.telegram.test_walk import CONSENT

STEPS = """
- {id: brand, ask: Какая марка?, choices: {kia: Kia, lada: Lada}, other: Другая}
- {id: km, ask: Пробег?, type: number, label: Пробег, validate: {max: 400000, soft: true}}
- {id: note, say: Прочтите., button: Понятно}
- {id: extras, ask: Что есть?, type: many, choices: {hatch: Люк, heat: Подогрев}}
- {id: photos, ask: Фото?, type: photo, optional: true}
- {id: ok, ask: Можно?, type: consent}
- {id: phone, ask: Телефон?, type: phone}
"""
#: What the client does, and how many saves it is worth.
TAPS_AND_TEXTS: Sequence[tuple[str, str, int]] = (
    ("say", "/start", 0),
    ("tap", "Продать", 1),
    ("tap", "Другая", 1),
    ("say", "ЗАЗ", 1),
    ("say", "много", 0),
    ("say", "500 000", 1),
    ("tap", "Исправить", 1),
    ("say", "600 000", 1),
    ("tap", "Да, всё верно", 1),
    ("tap", "Назад", 1),
    ("tap", "Назад", 1),
    ("tap", "Lada", 1),
    ("say", "/menu", 0),
    ("tap", "Продолжить", 0),
    ("tap", "Понятно", 1),
    ("tap", "Готово", 0),
    ("tap", "Люк", 1),
    ("say", "подогрев", 1),
    ("tap", "Готово", 1),
    ("tap", "Пропустить", 1),
    ("tap", "Не согласен", 1),
    ("tap", "Согласен", 1),
    ("say", "8 916 123-45-67", 1),
    ("tap", "Изменить", 0),
    ("tap", "Пробег", 1),
    ("say", "90 тыс", 1),
    # The lead's transaction buries the draft itself.
    ("tap", "Отправить", 0),
)


async def test_one_update_is_one_rev_and_one_save(monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[Draft] = []
    save = MemoryDrafts.save

    async def noted(drafts: MemoryDrafts, given: Sequence[Draft]) -> None:
        saved.extend(given)
        await save(drafts, given)

    monkeypatch.setattr(MemoryDrafts, "save", noted)
    bench, rev = Bench(project(flow(STEPS), bot=CONSENT)), 0
    for act, what, worth in TAPS_AND_TEXTS:
        await getattr(bench, act)(what)
        assert len(saved) == worth, (what, bench.text)
        if saved:
            assert saved[0].session.rev == rev + 1, (what, bench.text)
            rev = saved[0].session.rev
        saved.clear()
    assert "Спасибо" in bench.text
    assert len(bench.outbox.leads) == 1
