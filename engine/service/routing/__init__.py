"""Free text into a branch and answers: a reading without a model, and a router that asks models first."""
