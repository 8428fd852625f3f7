"""How the world fails us.

CarQueryError
├── TemporaryFailure    nothing happened, try again later
│   ├── AmbiguousFailure    it may have happened: look before you repeat
│   └── DatabaseAway    it is our own database that does not answer
└── PermanentFailure    trying again will not help, a person must act
"""

from datetime import timedelta


class CarQueryError(Exception):
    """Root of our exceptions."""


class TemporaryFailure(CarQueryError):
    """The world refused for now; nothing happened."""

    def __init__(
        self, message: str, *, retry_after: timedelta | None = None, advice: str = "", alone: bool = False
    ) -> None:
        super().__init__(message)
        #: The least time to wait, where the world named one.
        self.retry_after = retry_after
        #: What the admin must do (in Russian) where waiting alone does not help: pay, renew a token.
        self.advice = advice
        #: It concerns this delivery only: others of the hook may go on.
        self.alone = alone


class AmbiguousFailure(TemporaryFailure):
    """The request may have been carried out: look before repeating it."""


class DatabaseAway(TemporaryFailure):
    """Our own database does not answer: no fault of the service we were talking to."""


class PermanentFailure(CarQueryError):
    """A person must act; the message says what went wrong, `advice` what to do (in Russian, for the admin)."""

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice
