"""Who writes too fast is told once and heard again when they slow down."""

from tests.telegram.bench import Bench, flow, project

LIMITS = """
throttling: {messages: 3, seconds: 10, text: Помедленнее.}
"""


def bench() -> Bench:
    steps = "- {id: a, ask: Что?, type: photo}\n- {id: b, ask: Дальше?}"
    return Bench(project(flow(steps), bot=LIMITS))


async def test_the_fourth_message_is_answered_with_a_request_to_wait_and_the_fifth_with_silence() -> None:
    chat = bench()
    for _ in range(6):
        await chat.say("/start")
    assert chat.sent.count("Помедленнее.") == 1
    assert chat.sent.count("Здравствуйте!") == 3


async def test_after_a_pause_the_client_is_heard_again_and_may_be_told_again() -> None:
    chat = bench()
    for _ in range(4):
        await chat.say("/start")
    chat.clock.forward(seconds=11)
    for _ in range(4):
        await chat.say("/start")
    assert chat.sent.count("Помедленнее.") == 2
    assert chat.sent.count("Здравствуйте!") == 6


async def test_a_tap_too_many_is_answered_with_an_alert() -> None:
    chat = bench()
    await chat.say("/start", "/start", "/start")
    await chat.tap("Продать")
    (toast,) = chat.chat.toasts
    assert (toast.text, toast.alert) == ("Помедленнее.", True)


async def test_an_album_is_one_message() -> None:
    chat = bench()
    await chat.say("/start sell")
    await chat.album(8)
    assert "Фото получено: 8." in chat.text
    await chat.tap("Готово")
    assert "Дальше?" in chat.text


async def test_one_clients_haste_does_not_touch_another() -> None:
    chat = bench()
    for _ in range(6):
        await chat.say("/start")
    other = chat.another(500)
    await other.send_text("/start")
    await chat.settle()
    assert other.chat.last.text == "Здравствуйте!"
