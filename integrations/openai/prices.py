"""What a model's tokens cost, for the log; an estimate, the bill is the provider's."""

from collections.abc import Mapping
from decimal import Decimal

#: US dollars per million tokens: of the prompt, of the answer (OpenAI's price list; a dated model costs as its family).
PRICES: Mapping[str, tuple[Decimal, Decimal]] = {
    "gpt-4o-mini": (Decimal("0.15"), Decimal("0.60")),
    "gpt-4o": (Decimal("2.50"), Decimal("10.00")),
}
_MILLION = 1_000_000


def cost(model: str, prompt_tokens: int, completion_tokens: int) -> Decimal:
    """US dollars; 0 for a model whose price is not known."""
    family = max((name for name in PRICES if model.startswith(name)), key=len, default=None)
    if family is None:
        return Decimal(0)
    prompt, completion = PRICES[family]
    return (prompt * prompt_tokens + completion * completion_tokens) / _MILLION
