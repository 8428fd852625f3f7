"""`python -m tests.lang.mutation [N]`: every mutant, or N of each kind; what survives, line by line."""

import sys
from collections import Counter
from collections.abc import Iterable

from engine.lang.catalogue import message
from tests.lang.mutation.judged import Judged, all_mutants, judged, sample

#: Of the mutants that matter so many must be reported on their line.
WANTED = 0.97


def report(results: Iterable[Judged]) -> bool:
    """Print what survives and a table; whether few enough do."""
    made, matter, there, alone = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for one in results:
        kind = one.mutant.kind
        made[kind] += 1
        matter[kind] += one.matters
        there[kind] += one.matters and one.there
        alone[kind] += one.matters and len(one.findings) == 1
        if one.survives:
            print(f"{one.mutant.file}:{one.mutant.line} [{kind}]")
            print(f"  - {one.mutant.before}\n  + {one.mutant.after}")
            for finding in one.findings[:3]:
                print(f"    {finding.span.line}:{finding.span.column} {finding.key} {message(finding, 'ru')}")
    print(f"{'':20}{'made':>7}{'matter':>8}{'reported':>10}{'%':>7}{'once %':>8}")
    for kind in (*made, None):
        m, n, t, a = (c[kind] if kind else c.total() for c in (made, matter, there, alone))
        print(f"{kind or 'all':20}{m:7}{n:8}{t:10}{100 * t / max(1, n):7.1f}{100 * a / max(1, n):8.1f}")
    return there.total() >= WANTED * matter.total()


if __name__ == "__main__":
    sys.exit(not report(judged(sample(int(sys.argv[1])) if len(sys.argv) > 1 else all_mutants())))
