"""``python -m fuzz TARGET SECONDS``: fuzz one target for so long; what is found is kept in ``outputs/fuzz``."""

from __future__ import annotations

import sys
from pathlib import Path

OUT = Path(__file__).parents[1] / "outputs" / "fuzz"
_LONGEST = 20_000


def main() -> None:
    """Fuzz until the time is over or something is found; ends with a status other than 0 in that case.

    :raises SystemExit: if atheris isn't there.
    """
    try:
        import atheris
    except ImportError:
        sys.exit(
            "atheris isn't installed: it has wheels for Linux on x86-64 only, and for some versions of Python;"
            " on others the tests in tests/test_fuzz.py do a part of the work"
        )
    name, seconds = sys.argv[1:]
    with atheris.instrument_imports(include=["pipeline"]):
        from fuzz.targets import TARGETS, seeds

    held = OUT / name
    held.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (held / f"seed-{number:03}").write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={_LONGEST if name == 'readers' else 3000}",
        "-timeout=30",
        "-rss_limit_mb=3000",
        f"-artifact_prefix={OUT}/{name}-",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(held)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
