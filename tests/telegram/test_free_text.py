"""What a client writes in their own words: proposed, corrected, taken or refused; never in the way of the chat."""

import asyncio
import time
from pathlib import Path

import pytest

from engine.botapi.session import feed
from engine.core.lead import Client
from engine.core.model import Project
from engine.core.values import Moment
from engine.service.routing.learned import Learned
from engine.service.routing.router import Router
from engine.service.routing.understanding import Understanding
from tests import shipped
from tests.ai.fakes import MemoryLog
from tests.telegram.bench import CLIENT, Bench

ROOT = Path(__file__).parents[2]
WISH = "продам камри 2015, 120 тыс пробег"


@pytest.fixture(scope="module")
def project() -> Project:
    return shipped.project()


@pytest.fixture(scope="module")
def learned(project: Project) -> Learned:
    """Learning takes a while: once for all tests."""
    return Learned.of(project)


@pytest.fixture
def learnt(project: Project, learned: Learned) -> Router:
    return Router(project, learned=learned, clock=time.monotonic)


class Slow(Router):
    """Understands when it is told to."""

    def hold(self) -> None:
        self.asked = asyncio.Event()
        self.ready = asyncio.Event()

    async def understand(self, text: str, moment: Moment, client: Client | None = None) -> Understanding:
        self.asked.set()
        await self.ready.wait()
        return await super().understand(text, moment, client)


async def at_the_menu(project: Project, understander: Router) -> Bench:
    bench = Bench(project, understander=understander)
    await bench.say("/start")
    return bench


async def test_the_greeting_says_who_reads(project: Project, learnt: Router) -> None:
    bench = await at_the_menu(project, learnt)
    assert "искусственный интеллект" in bench.text


async def test_a_wish_is_proposed_with_what_is_known_and_what_is_left(project: Project, learnt: Router) -> None:
    bench = await at_the_menu(project, learnt)
    await bench.say(WISH)
    assert "Похоже, вам сюда: 🚗 Продать авто. Верно?" in bench.text
    assert "Понял: Toyota Camry, 2015, 120\u00a0000\u00a0км. Осталось " in bench.text
    assert bench.labels == [
        "Да, верно", "✏️ Марка: Toyota", "✏️ Модель: Camry", "✏️ Год выпуска: 2015",
        "✏️ Пробег: 120\u00a0000\u00a0км", "Нет, другое",
    ]  # fmt: skip


async def test_one_tap_takes_it_and_asks_the_next_question(project: Project, learnt: Router) -> None:
    bench = await at_the_menu(project, learnt)
    await bench.say(WISH)
    await bench.tap("Да, верно")
    assert bench.answers == {"brand": "toyota", "model": "camry", "year": 2015, "mileage": 120_000}
    assert "В каком она состоянии?" in bench.text


async def test_a_pencil_asks_that_question(project: Project, learnt: Router) -> None:
    bench = await at_the_menu(project, learnt)
    await bench.say(WISH)
    await bench.tap("✏️ Год выпуска: 2015")
    assert bench.answers == {"brand": "toyota", "model": "camry", "mileage": 120_000}
    assert "Какого она года?" in bench.text


async def test_no_leads_back_to_the_menu(project: Project, learnt: Router) -> None:
    bench = await at_the_menu(project, learnt)
    await bench.say(WISH)
    await bench.tap("Нет, другое")
    assert "Чем помочь?" in bench.text
    assert bench.drafts.kept == {}


async def test_small_talk_leads_to_the_menu(project: Project, learnt: Router) -> None:
    bench = await at_the_menu(project, learnt)
    await bench.say("как дела?")
    assert bench.text.startswith("Пока непонятно, чем помочь.")
    assert "🚗 Продать авто" in bench.labels


async def test_another_text_instead_of_a_tap_is_read_anew(project: Project, learnt: Router) -> None:
    bench = await at_the_menu(project, learnt)
    await bench.say(WISH, "проверьте машину перед покупкой")
    assert "🕵️ Проверить перед покупкой" in bench.text


async def test_more_of_the_same_joins_what_is_proposed(project: Project, learnt: Router) -> None:
    bench = await at_the_menu(project, learnt)
    await bench.say("куплю киа рио", "год от 2016, до 900 тысяч")
    assert "🔑 Купить авто" in bench.text
    assert "Kia Rio" in bench.text
    assert "900\u00a0000" in bench.text
    await bench.say("нет, не рио, а сид")
    assert "Kia Ceed" in bench.text
    await bench.tap("Да, верно")
    assert (bench.answers["brand"], bench.answers["model"]) == ("kia", "ceed")


@pytest.mark.parametrize("more", ["как дела?", "торг"])
async def test_a_text_that_says_nothing_leaves_what_is_proposed(project: Project, learnt: Router, more: str) -> None:
    bench = await at_the_menu(project, learnt)
    await bench.say(WISH, more)
    assert "Понял: Toyota Camry, 2015, 120\u00a0000\u00a0км." in bench.text


async def test_a_new_make_is_not_the_make_of_the_model_before(project: Project, learnt: Router) -> None:
    bench = await at_the_menu(project, learnt)
    await bench.say(WISH, "ой, у меня хонда")
    assert "Понял: Honda, 2015, 120\u00a0000\u00a0км." in bench.text


async def test_the_chat_goes_on_while_the_text_is_read(project: Project, learned: Learned) -> None:
    slow = Slow(project, learned=learned, clock=time.monotonic)
    slow.hold()
    bench = await at_the_menu(project, slow)
    reading = asyncio.create_task(bench.say(WISH))
    await slow.asked.wait()
    await bench.client.tap("🔑 Купить авто")
    await feed(bench.telegram.dispatcher, bench.bot, bench.emulator)
    slow.ready.set()
    await reading
    assert "Какую марку хотите?" in bench.text, "a result counts only if the client did nothing meanwhile"


async def test_a_text_to_a_chat_that_was_forgotten_is_greeted_and_read(project: Project, learnt: Router) -> None:
    bench = await at_the_menu(project, learnt)
    bench.start(project, understander=learnt)
    await bench.say(WISH)
    assert any("искусственный интеллект" in message.text for message in bench.chat.messages[-2:])
    assert "Понял: Toyota Camry" in bench.text


async def test_a_phone_is_written_down_only_after_consent(project: Project, learnt: Router) -> None:
    bench = await at_the_menu(project, learnt)
    await bench.say(f"{WISH}, тел 8 916 123-45-67")
    await bench.tap("Да, верно")
    assert "phone" not in bench.answers
    assert "9161234567" not in str(bench.drafts.kept)


async def inside_sell(project: Project, learnt: Router) -> Bench:
    bench = await at_the_menu(project, learnt)
    await bench.tap("🚗 Продать авто")
    return bench


async def test_an_answer_in_other_words_is_still_that_answer(project: Project, learnt: Router) -> None:
    bench = await inside_sell(project, learnt)
    await bench.say("тойота")
    assert bench.answers == {"brand": "toyota"}
    await bench.say("камрюха", "2015", "пробег 120 тыс")
    assert bench.answers == {"brand": "toyota", "model": "camry", "year": 2015, "mileage": 120_000}


async def test_own_words_nobody_knows_stay_own_words(project: Project, learnt: Router) -> None:
    bench = await inside_sell(project, learnt)
    await bench.say("Ламборгини")
    assert bench.answers == {"brand": {"other": "Ламборгини"}}


async def test_several_answers_in_one_message_are_offered_together(project: Project, learnt: Router) -> None:
    bench = await inside_sell(project, learnt)
    await bench.say("камри 2015 пробег 120 тысяч")
    assert bench.text.startswith("Понял: Toyota Camry, 2015, 120\u00a0000\u00a0км. Осталось ")
    await bench.tap("Да, верно")
    assert bench.answers == {"brand": "toyota", "model": "camry", "year": 2015, "mileage": 120_000}


async def test_refused_they_leave_the_text_to_the_question(project: Project, learnt: Router) -> None:
    bench = await inside_sell(project, learnt)
    await bench.say("камри 2015 пробег 120 тысяч")
    await bench.tap("Нет, другое")
    assert bench.answers == {"brand": {"other": "камри 2015 пробег 120 тысяч"}}


@pytest.mark.parametrize("more", [("год 2016 пробег 80 тыс",), ("2016", "80 тыс"), ("2016 год", "пробег 80 тыс км")])
async def test_what_is_written_over_a_proposal_joins_it(
    project: Project, learnt: Router, more: tuple[str, ...]
) -> None:
    bench = await inside_sell(project, learnt)
    await bench.say("киа рио", *more)
    assert bench.text.startswith("Понял: Kia Rio, 2016, 80\u00a0000\u00a0км. Осталось ")
    await bench.tap("Да, верно")
    assert bench.answers == {"brand": "kia", "model": "rio", "year": 2016, "mileage": 80_000}


async def test_newer_words_win_over_a_proposal(project: Project, learnt: Router) -> None:
    bench = await inside_sell(project, learnt)
    await bench.say("киа рио 2016", "нет, не рио, а сид")
    assert bench.text.startswith("Понял: Kia Ceed, 2016.")
    await bench.say("нет")
    assert bench.answers == {"brand": {"other": "киа рио 2016"}}


async def test_an_answer_over_a_proposal_is_taken_and_what_it_leaves_is_proposed(
    project: Project, learnt: Router
) -> None:
    bench = await inside_sell(project, learnt)
    await bench.say("киа рио 2016", "тойота")
    assert bench.answers == {"brand": "toyota"}
    assert bench.text.startswith("Понял: 2016.")
    await bench.say("камри")
    assert bench.answers == {"brand": "toyota", "model": "camry"}
    await bench.say("да")
    assert bench.answers == {"brand": "toyota", "model": "camry", "year": 2016}
    assert "Какой пробег" in bench.text


async def test_a_name_nobody_knows_replaces_the_one_proposed(project: Project, learnt: Router) -> None:
    bench = await inside_sell(project, learnt)
    await bench.say("киа рио", "Ламборгини")
    assert bench.answers == {"brand": {"other": "Ламборгини"}}
    assert "Какая модель" in bench.text


async def test_a_wish_for_another_branch_replaces_a_proposal(project: Project, learnt: Router) -> None:
    bench = await inside_sell(project, learnt)
    await bench.say("киа рио", "нужен юрист по дтп, страховая не платит")
    assert "⚖️ Юридическая помощь" in bench.text
    await bench.tap("Нет, другое")
    assert bench.answers == {}


@pytest.mark.parametrize("inside", [False, True])
async def test_the_menu_may_be_asked_for_over_a_proposal(project: Project, learnt: Router, inside: bool) -> None:
    bench = await (inside_sell if inside else at_the_menu)(project, learnt)
    await bench.say("продам киа рио 2016", "меню")
    assert bench.text.startswith("Чем помочь?")
    assert bench.drafts.kept == {} or bench.answers == {}


@pytest.mark.parametrize("car", [("мазда 3", "mazda", "mazda_3"), ("не рио а сид", "kia", "ceed")])
async def test_make_and_model_are_taken_together(project: Project, learnt: Router, car: tuple[str, str, str]) -> None:
    bench = await inside_sell(project, learnt)
    await bench.say(car[0], "да")
    assert bench.answers == {"brand": car[1], "model": car[2]}


async def test_a_number_nobody_can_place_changes_nothing(project: Project, learnt: Router) -> None:
    bench = await inside_sell(project, learnt)
    await bench.say("киа рио", "80 тыс")
    assert bench.text.startswith("Понял: Kia Rio. Осталось ")


async def test_a_refused_answer_leaves_the_proposal(project: Project, learnt: Router) -> None:
    bench = await inside_sell(project, learnt)
    await bench.say("тойота", "камри", "2015", "120 тыс", "ой пробег 130 тысяч", "абвгд")
    assert "Понял: 130\u00a0000\u00a0км." in bench.text
    await bench.tap("Да, верно")
    assert bench.answers["mileage"] == 130_000


@pytest.mark.parametrize("word", ["солярис", "Solaris"])
async def test_a_model_that_is_also_a_make_is_asked_about(project: Project, learnt: Router, word: str) -> None:
    bench = await inside_sell(project, learnt)
    await bench.say(word)
    assert bench.text.startswith("Понял: Hyundai Solaris.")
    await bench.say("2014")
    assert bench.text.startswith("Понял: Hyundai Solaris, 2014.")
    await bench.tap("Да, верно")
    assert bench.answers == {"brand": "hyundai", "model": "solaris", "year": 2014}


async def test_the_make_itself_is_one_tap_away(project: Project, learnt: Router) -> None:
    bench = await inside_sell(project, learnt)
    await bench.say("солярис")
    await bench.tap("Нет, другое")
    assert bench.answers == {"brand": "solaris"}


async def test_other_answers_are_no_name_of_a_car(project: Project, learnt: Router) -> None:
    bench = await inside_sell(project, learnt)
    await bench.say("год 2016 пробег 80 тыс")
    assert bench.text.startswith("Понял: 2016, 80\u00a0000\u00a0км.")


async def test_a_correction_of_an_earlier_answer_is_offered(project: Project, learnt: Router) -> None:
    bench = await inside_sell(project, learnt)
    await bench.say("тойота", "камри", "2015", "120 тыс")
    assert "состоянии" in bench.text
    await bench.say("ой пробег 130 тысяч")
    assert bench.text.startswith("Понял: 130\u00a0000\u00a0км.")
    await bench.tap("Да, верно")
    assert bench.answers["mileage"] == 130_000
    assert "состоянии" in bench.text


async def test_a_wish_for_another_branch_is_offered_and_the_form_waits(project: Project, learnt: Router) -> None:
    bench = await inside_sell(project, learnt)
    await bench.say("тойота", "камри", "нужен юрист по дтп, страховая не платит")
    assert "⚖️ Юридическая помощь" in bench.text
    await bench.tap("Нет, другое")
    assert "Какого она года?" in bench.text
    await bench.say("нужен юрист по дтп, страховая не платит")
    await bench.tap("Да, верно")
    assert bench.draft.flow == "legal"
    await bench.say("/menu")
    await bench.tap("🚗 Продать авто", "Продолжить")
    assert bench.answers["brand"] == "toyota"


@pytest.fixture
async def taken_for_a_make(project: Project, learnt: Router) -> Bench:
    """A wish for another branch, written where any words are an answer."""
    bench = await inside_sell(project, learnt)
    await bench.say("нужен юрист по дтп, страховая не платит")
    assert "⚖️ Юридическая помощь" in bench.text
    return bench


async def test_a_wish_that_could_be_own_words_is_offered_and_the_form_waits_at_its_question(
    taken_for_a_make: Bench,
) -> None:
    bench = taken_for_a_make
    await bench.tap("Да, верно")
    assert bench.draft.flow == "legal"
    await bench.say("/menu")
    await bench.tap("🚗 Продать авто", "Продолжить")
    assert "Какую машину продаёте?" in bench.text


async def test_own_words_that_were_no_wish_stay_the_answer(taken_for_a_make: Bench) -> None:
    await taken_for_a_make.tap("Нет, другое")
    assert taken_for_a_make.answers == {"brand": {"other": "нужен юрист по дтп, страховая не платит"}}
    assert "модель" in taken_for_a_make.text


async def test_what_is_told_to_a_private_question_is_read_by_nobody(project: Project, learned: Learned) -> None:
    log = MemoryLog()
    bench = await at_the_menu(project, Router(project, learned=learned, clock=time.monotonic, log=log))
    await bench.tap("⚖️ Юридическая помощь", "Залог, арест, запрет")
    assert "Расскажите, что случилось" in bench.text
    await bench.say("хочу в суд")
    assert "Добавьте подробностей" in bench.text
    assert log.calls == []


async def test_an_answer_instead_of_a_tap_goes_to_the_question(project: Project, learnt: Router) -> None:
    bench = await inside_sell(project, learnt)
    await bench.say("тойота", "камри", "нужен юрист по дтп, страховая не платит")
    assert "⚖️ Юридическая помощь" in bench.text
    await bench.say("2016")
    assert bench.answers["year"] == 2016


async def test_yes_and_no_written_out_answer_the_proposal(project: Project, learnt: Router) -> None:
    bench = await at_the_menu(project, learnt)
    await bench.say(WISH, "нет")
    assert "Чем помочь?" in bench.text
    await bench.say(WISH, "да, верно")
    assert bench.answers["brand"] == "toyota"
    bench = await inside_sell(project, learnt)
    await bench.say("лада веста")
    assert "Lada Vesta" in bench.text
    await bench.say("да")
    assert bench.answers == {"brand": "lada", "model": "vesta"}


async def test_a_plain_answer_is_never_second_guessed(project: Project, learnt: Router) -> None:
    bench = await inside_sell(project, learnt)
    await bench.tap("Lada", "Granta")
    await bench.say("2018", "50000")
    assert bench.answers == {"brand": "lada", "model": "granta", "year": 2018, "mileage": 50_000}


async def test_an_answer_the_rules_refuse_is_no_correction_of_another(project: Project, learnt: Router) -> None:
    bench = await at_the_menu(project, learnt)
    await bench.say("куплю джолион до 2,5 млн в кредит")
    await bench.tap("Да, верно")
    while "взнос" not in bench.text:
        await bench.tap(bench.labels[0])
    await bench.say("3 млн")
    assert bench.text.startswith("Взнос должен быть меньше бюджета")
    assert bench.answers["budget"] == 2_500_000


async def test_the_log_learns_what_the_client_made_of_it(project: Project, learned: Learned) -> None:
    log = MemoryLog()
    bench = await at_the_menu(project, Router(project, learned=learned, clock=time.monotonic, log=log))
    await bench.say(WISH)
    await bench.tap("Да, верно")
    await bench.say("/menu", "куплю весту в кредит")
    await bench.tap("Нет, другое")
    assert log.verdicts == {1: True, 2: False}
    assert [call.client for call in log.calls] == [CLIENT] * 2


async def test_without_a_reader_free_text_leads_to_the_menu(project: Project) -> None:
    bench = Bench(project)
    await bench.say("/start", WISH)
    assert bench.text.startswith("Пока непонятно, чем помочь.")
