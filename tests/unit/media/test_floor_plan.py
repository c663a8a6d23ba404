"""Floor plans are told by the names that people give to files and folders, and stay photos under any other."""

from __future__ import annotations

import pytest

from media.floor_plan import kind_by_name


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("floorplan.jpg", ""),
        ("12 Harbor FLOOR PLAN ground.png", ""),
        ("floor-plans_2.jpg", ""),
        ("01_floor_plan.jpg", ""),
        ("level 1.png", "Harbor/Floor plans"),
        ("level 1.png", "2024/floorplan/final"),
    ],
)
def test_its_name_or_folder_says_so(name: str, folder: str) -> None:
    assert kind_by_name(name, folder) == "floor_plan"


@pytest.mark.parametrize(
    ("name", "folder"), [("floor.jpg", "Plan"), ("plank-floor.jpg", ""), ("subfloorplanning.jpg", ""), ("a.jpg", "")]
)
def test_anything_else_is_a_photo(name: str, folder: str) -> None:
    assert kind_by_name(name, folder) == "photo"
