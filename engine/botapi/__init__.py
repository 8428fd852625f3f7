"""A strict emulator of Telegram's Bot API: one core (`emulator`), two doors (`session` in process, `http`).

`docs/botapi.md` says what is strict and how the emulator is driven over HTTP.
"""
