"""The one state of the one dialog: never renamed, so no client can stand in a state that is gone."""

from aiogram.fsm.state import State, StatesGroup


class Run(StatesGroup):
    step = State()
