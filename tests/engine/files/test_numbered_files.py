"""A folder of scenes keeps its order, however a user copies, renames and deletes files by hand."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.files.numbered_files import MAX_LABEL_BYTES, file_label, label_of, numbered_files


def listed(folder: Path, *names: str, count: int = 128, taken: tuple[int, ...] = ()) -> dict[int, str]:
    for name in names:
        (folder / name).write_text("{}")
    return {number: path.name for number, path in sorted(numbered_files(folder, count, taken)[0].items())}


def test_the_number_in_front_gives_the_place(tmp_path: Path) -> None:
    names = ("003.json", "010-drop.json", "5 intro.json", "07_a.json", "0.json")
    assert list(listed(tmp_path, *names)) == [0, 3, 5, 7, 10]
    assert numbered_files(tmp_path / "none", 128, ()) == ({}, [])


def test_copies_and_files_without_a_number_come_behind_the_others(tmp_path: Path) -> None:
    names = ("003-glass.json", "003-glass copy.json", "outro.json", "808 kit.json", "1234.json", "notes.txt", ".x.json")
    assert listed(tmp_path, *names) == {
        3: "003-glass.json",
        4: "003-glass copy.json",
        5: "1234.json",
        6: "808 kit.json",
        7: "outro.json",
    }


def test_a_file_without_a_number_takes_no_number_of_another_bank_and_one_too_many_is_told(tmp_path: Path) -> None:
    assert listed(tmp_path, "a.json", "b.json", "2.json", count=4, taken=(0,)) == {
        1: "b.json",
        2: "2.json",
        3: "a.json",
    }
    (tmp_path / "c.json").write_text("{}")
    assert [path.name for path in numbered_files(tmp_path, 4, (0,))[1]] == ["c.json"]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("003.json", ""),
        ("003-glass.json", "glass"),
        ("3 a-b.json", "a-b"),
        ("outro.json", "outro"),
        ("300 x.json", "300 x"),
    ],
)
def test_the_rest_of_a_name_is_the_label(name: str, label: str) -> None:
    assert label_of(Path(name), 128) == label


@given(st.text(max_size=64))
def test_the_label_of_a_name_is_safe_on_every_system_and_is_found_again(name: str) -> None:
    label = file_label(name)
    assert len(label.encode()) <= MAX_LABEL_BYTES and not set(label) & set('<>:"/\\|?*')
    assert label.strip("-_. ") == label == file_label(label)
    if label and label.isprintable():
        assert label_of(Path(f"003-{label}.json"), 128) == label
