"""Fixtures of a listing's life."""

from __future__ import annotations

import pytest

from accounts.business import Business
from tests.integration.media.life import (
    Life,
    an_accepted_order,
    deliver,
    photos,
    upload,
)


@pytest.fixture
def life(business: Business) -> Life:
    return an_accepted_order(business)


@pytest.fixture
def locked(life: Life) -> Life:
    upload(life, photos(3))
    deliver(life)
    return life
