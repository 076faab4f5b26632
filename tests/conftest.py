"""What every suite shares: the claims that a test proves stand in its result."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgresql", action="store_true", help="the vault's tables on PostgreSQL")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each claim becomes a property of the test in the JUnit file; quenotte's claims.json is made of them."""
    for item in items:
        for marker in item.iter_markers("claim"):
            for claim in marker.args:
                item.user_properties.append(("claim", claim))
