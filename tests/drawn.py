"""How many examples the properties are held against."""

import os

#: 1: the same examples in every run, so that a run tells of the change it is about. More: so many times as many, drawn anew.
TIMES = int(os.environ.get("CARQUERY_DRAWN", "1"))
