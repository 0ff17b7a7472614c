"""`python -m tests.contract` writes the contract's documents as the API serves them now."""

from bench.environment import take_effect


def main() -> None:
    """Write every document; the settings take effect before the API is imported."""
    take_effect()
    from tests.contract.documents import FOLDER, NAMES, served  # noqa: PLC0415

    for name in NAMES:
        (FOLDER / name).write_text(served(name))


if __name__ == "__main__":
    main()
