"""A folder of one-shots in; its kits and the credits of their files out.

A kit is a folder, and the words of a name tell instrument, layer and take: `snare_rim_vel2_rr1.wav`, `v2_rr1`,
`snare_soft.wav`. A file without such words is an instrument of one layer.

A manifest.tsv in the folder overrides names and subfolders: a line per file with tab-separated columns `file`, and any
of `kit`, `class` (a drum), `articulation`, `velocity_layer`, `round_robin`, `source` (of the recording; it names the
instruments in place of the kit) and `licence`.
"""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

import numpy as np

from engine.errors import BadInput
from engine.untrusted import printable, read_bytes

from . import licence
from .audio_folder import Inventory, composed, find_audio
from .drums import Drum
from .kits import Kit, KitInstrument
from .one_shots import Shot, read_shot

MANIFEST_FILE = "manifest.tsv"
MAX_MANIFEST_BYTES = 1 << 24
MAX_SHOTS = 3000  # read from a folder; they need 0.4 GB
LAYER_PATTERN = re.compile(
    r"(?<![a-z0-9])(?:(?:vel(?:ocity)?|vl|layer)[ _-]?(\d+)|v(\d+)(?=[ _-]rr))(?![a-z0-9])", re.I
)
TAKE_PATTERN = re.compile(r"(?<![a-z0-9])(?:rr|take)[ _-]?(\d+)(?![a-z0-9])", re.I)
LOUDNESS_PATTERN = re.compile(r"(?<![a-z0-9])(?:(soft)|(medium|med)|(hard|loud))(?![a-z0-9])", re.I)


@dataclass(frozen=True, slots=True)
class ShotLabel:
    """What a file name or a manifest says of a one-shot."""

    kit: str
    articulation: str
    layer: int = 1  # 1 is softest
    take: int = 1
    drum: Drum | None = None
    source: str = ""  # of the recording; "" is the kit
    licence: str = ""  # "" is that of the folder


@dataclass(frozen=True, slots=True)
class KitFolder:
    """The kits of a folder."""

    kits: tuple[Kit, ...]
    remarks: tuple[str, ...]  # one for each skipped file, and one for the drums without a file
    names: tuple[str, ...]  # of all audio files
    sources: tuple[Mapping[str, object], ...]  # files of one kit, licence and credit: their number and drums
    inventory: Inventory


def read_kits(folder: Path, *, skip: Sequence[str] = ()) -> KitFolder:
    """Return the kits of a folder and its subfolders, without files that match a glob pattern of `skip`.

    Raises:
        BadInput: there is no such folder, it has no usable file, or its manifest is not valid.
    """
    if not folder.is_dir():
        raise BadInput(f"there is no folder {folder}; name a folder with one-shots: WAV, FLAC, OGG or MP3")
    found = find_audio(folder)
    files, refused = found.without(skip)
    remarks = list(refused.values())
    if len(files) > MAX_SHOTS:
        remarks.append(f"{folder} holds {len(files)} one-shots, of which {MAX_SHOTS}, evenly chosen, are used")
        names = list(files)
        files = {names[at]: files[names[at]] for at in np.linspace(0, len(names) - 1, MAX_SHOTS).astype(int)}
        refused |= {name: f"{name} is one of more than {MAX_SHOTS} one-shots" for name in names if name not in files}
    manifest = _read_manifest(folder)
    shots: list[tuple[Shot, ShotLabel]] = []
    for name, path in files.items():
        label = manifest.get(name) or label_by_name(name, folder.name)
        try:
            shots.append((read_shot(path, name, label.drum), label))
        except BadInput as error:
            refused[name] = str(error).replace(str(path), name)
            remarks.append(refused[name])
    if not shots:
        why = f" ({[*remarks, *found.remarks][0]})" if remarks or found.remarks else ""
        raise BadInput(f"{folder} holds no usable one-shot{why}; put WAV, FLAC, OGG or MP3 files there")
    missing = [drum for drum in Drum if all(shot.drum is not drum for shot, _ in shots)]
    if missing:
        remarks.append(f"{folder} holds no {', no '.join(missing)}; other kits or the drum synthesiser play them")
    remarks += [*found.remarks, f"{folder}: {found.summary(shots)}"]
    inventory = Inventory(folder, {shot.name: files[shot.name] for shot, _ in shots}, {**found.refused, **refused})
    return KitFolder(_kits(shots), tuple(remarks), tuple(found.files), tuple(_sources(folder, shots)), inventory)


def label_by_name(name: str, folder: str) -> ShotLabel:
    """Return what the name of a file, relative to the folder `folder`, tells of its instrument, layer and take."""
    path = PurePosixPath(name)
    stem, layer, take = path.stem, 1, 1
    if match := TAKE_PATTERN.search(stem):
        take = int(match[1])
    if (match := LAYER_PATTERN.search(stem)) and (number := match[1] or match[2]):
        layer, stem = int(number), LAYER_PATTERN.sub("", stem)
    elif match := LOUDNESS_PATTERN.search(stem):
        layer, stem = match.lastindex or 1, LOUDNESS_PATTERN.sub("", stem)
    articulation = TAKE_PATTERN.sub("", stem).strip(" _-") or path.stem
    return ShotLabel(path.parent.as_posix() if path.parent.name else folder, articulation, layer, take)


def _kits(shots: Iterable[tuple[Shot, ShotLabel]]) -> tuple[Kit, ...]:
    """Sort one-shots into kits, instruments, layers and takes."""
    sorted_in: defaultdict[str, defaultdict[tuple[str, Drum], list[tuple[Shot, ShotLabel]]]]
    sorted_in = defaultdict(lambda: defaultdict(list))
    for shot, label in shots:
        sorted_in[label.kit][label.articulation, shot.drum].append((shot, label))
    kits = []
    for kit, groups in sorted_in.items():
        instruments = []
        for (articulation, drum), members in groups.items():
            layers = sorted({label.layer for _, label in members})
            takes = sorted(members, key=lambda member: (member[1].take, member[0].name))
            sounds = tuple(tuple(shot.sound for shot, label in takes if label.layer == layer) for layer in layers)
            name = f"{members[0][1].source or kit}/{articulation}"
            instruments.append(KitInstrument(name, drum, sounds))
        kits.append(Kit(kit, tuple(instruments)))
    return tuple(kits)


def _read_manifest(folder: Path) -> dict[str, ShotLabel]:
    """Return the labels of a folder's manifest by file name; none without a manifest.

    Raises:
        BadInput: it cannot be read, or has a wrong value.
    """
    path = folder / MANIFEST_FILE
    if not path.is_file():
        return {}
    try:
        lines = read_bytes(path, MAX_MANIFEST_BYTES).decode("utf-8-sig").splitlines()
        rows = list(csv.DictReader(lines, delimiter="\t"))
        return {composed(row["file"]): _label(row, folder.name) for row in rows}
    except (OSError, ValueError, KeyError, csv.Error) as error:
        raise BadInput(f"{path} is not a valid manifest ({printable(str(error))}); correct that value") from error


def _label(row: Mapping[str, str | None], folder: str) -> ShotLabel:
    values = {key: text for key, text in row.items() if text}
    named = label_by_name(values["file"], folder)
    drum = values.get("class")
    return ShotLabel(
        values.get("kit", named.kit),
        values.get("articulation", named.articulation),
        int(values.get("velocity_layer", named.layer)),
        int(values.get("round_robin", named.take)),
        Drum(drum) if drum else None,
        values.get("source", ""),
        values.get("licence", ""),
    )


def _sources(folder: Path, shots: Iterable[tuple[Shot, ShotLabel]]) -> Iterable[Mapping[str, object]]:
    """Yield a source for all files of a kit that have the same licence and credit."""

    @cache
    def licence_of(name: str) -> tuple[str, str]:
        found = licence.read_licence(folder / name)
        inherits = found[0] == licence.UNKNOWN_LICENCE and name
        return licence_of(PurePosixPath(name).parent.as_posix().removeprefix(".")) if inherits else found

    groups: defaultdict[tuple[str, str, tuple[tuple[str, str], ...]], list[Shot]] = defaultdict(list)
    for shot, label in shots:
        name, text = licence_of(PurePosixPath(shot.name).parent.as_posix().removeprefix("."))
        _, general = licence_of("")
        own = label.licence or name
        credit = licence.credit(text, shot.name, own) or licence.credit(general, shot.name, own)
        groups[label.kit, own, tuple(credit.items())].append(shot)
    for (kit, own, pairs), members in groups.items():
        drums = Counter(str(shot.drum) for shot in members)
        name = members[0].name if len(members) == 1 else kit
        yield {"file": name, "kit": kit, "drums": dict(sorted(drums.items())), "licence": own, **dict(pairs)}
