"""The addresses of one instrument: the table of `addresses`, and those with the names of its model's latents.

/vamen/latent/kick, /vamen/kick              are /vamen/latent/0, if the model calls latent 0 "kick"
/vamen/norm/latent/kick, /vamen/norm/kick    are /vamen/norm/latent/0

A name that the table has already, such as that of a parameter, is reached below /vamen/latent only. Addresses of the
table are found without the names, which may have to wait until a model is loaded.
"""

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache

from engine.errors import BadParameter

from .addresses import LATENT_PATH, NORM_ROOT, ROOT, Endpoint, EndpointKind, by_path
from .latent_names import NO_NAMES, Description, LatentNames, about
from .patterns import WILDCARDS, matching
from .request import quoted

CONTROLS = tuple(path for path, endpoint in by_path().items() if endpoint.kind is EndpointKind.CONTROL)
READABLE_KINDS = (EndpointKind.CONTROL, EndpointKind.METER, EndpointKind.REPORT)
READABLE = tuple(path for path, endpoint in by_path().items() if endpoint.kind in READABLE_KINDS)
STREAMS = tuple(path for path, endpoint in by_path().items() if endpoint.kind is EndpointKind.STREAM)
PERCENTILES = "-1 to +1 spans the 5th to 95th percentile of real breaks"
MAX_SUGGESTED_LENGTH = 100  # characters of an unknown address; a longer one is not compared with the known ones
MIN_SIMILARITY = 0.7  # of a part to the name that is suggested, 0 to 1 (see difflib)
MAX_SUGGESTED_DEPTH = 6  # parts of an unknown address between its slashes

_NORM_LATENT_PATH = f"{NORM_ROOT}/latent"


class AddressSpace:
    """The addresses that one instrument knows."""

    def __init__(self, latents: LatentNames = NO_NAMES) -> None:
        """`latents`: the names of the model that plays."""
        self.latents = latents

    def find(self, path: str) -> Endpoint | None:
        """Return what an address accepts; None for an unknown one."""
        return by_path().get(path) or self._named.get(path)

    def __getitem__(self, path: str) -> Endpoint:
        """Return what a known address accepts."""
        endpoint = self.find(path)
        if endpoint is None:
            raise KeyError(path)
        return endpoint

    @property
    def all_readable(self) -> tuple[str, ...]:
        """The addresses of all controls, meters, reports and streams."""
        return (*READABLE, *STREAMS, *self._named)

    @property
    def described(self) -> Mapping[str, Endpoint]:
        """All addresses, path -> endpoint; the descriptions of latents are those of the model."""
        return _described(self.latents.described)

    @property
    def children(self) -> Mapping[str, Mapping[str, str]]:
        """The children of every node of the tree: its path -> name of the child -> path of the child."""
        return _children(self.latents.described)

    def controls(self, pattern: str) -> tuple[str, ...]:
        """Return the controls that an address pattern matches; raises as `patterns.matching`."""
        return self._matching(pattern, CONTROLS)

    def readable(self, pattern: str) -> tuple[str, ...]:
        """Return the controls, meters and reports that an address or a pattern names.

        Raises:
            BadParameter: there are none, or the pattern is not valid.
        """
        found = self._matching(pattern, READABLE)
        if not found:
            advice = self.advice(pattern, "name a control or a meter")
            raise BadParameter(f"nothing with a value is called {quoted(pattern)}; {advice}")
        return found

    def spellings(self, path: str) -> tuple[str, ...]:
        """Return all addresses of the control at a known address, the given one included."""
        entry, is_norm = self[path].entry, _is_norm(path)
        if entry is None or not entry.id.startswith("latent/"):
            return (path,)
        others = (other for other, endpoint in self._named.items() if endpoint.entry is entry)
        target = f"{NORM_ROOT if is_norm else ROOT}/{entry.id}"
        return (target, *(other for other in others if _is_norm(other) is is_norm))

    def advice(self, address: str, otherwise: str, suggesting: bool = True) -> str:
        """Return the question whether a similar address was meant, for a refusal; `otherwise` if none is similar."""
        similar = self.suggestion(address) if suggesting else ""
        return f"did you mean {similar}?" if similar else otherwise

    def suggestion(self, address: str) -> str:
        """Return a known address that an unknown one may have meant; empty when none is similar.

        Case, slashes at the end, a missing /vamen, plurals and slips of the keyboard are recognised. The time is
        bounded by MAX_SUGGESTED_LENGTH and MAX_SUGGESTED_DEPTH. A pattern has none.
        """
        parts = [part for part in address.lower().split("/") if part]
        if (
            not parts
            or not WILDCARDS.isdisjoint(address)
            or len(address) > MAX_SUGGESTED_LENGTH
            or len(parts) > MAX_SUGGESTED_DEPTH
        ):
            return ""
        root = ROOT.removeprefix("/")
        parts = parts[1:] if get_close_matches(parts[0], (root,)) else parts
        path = ROOT
        for part in parts:
            name = _similar(part, self.children[path])
            if not name:
                break
            path = self.children[path][name]
        return path if self.find(path) and path != address else ""

    @property
    def _named(self) -> Mapping[str, Endpoint]:
        return _named(self.latents.described)

    def _matching(self, pattern: str, addresses: tuple[str, ...]) -> tuple[str, ...]:
        """Return what a pattern matches: addresses of the table, and names of latents that these do not include."""
        found, names = matching(pattern, addresses), self._named
        named = matching(pattern, (*names, _NORM_LATENT_PATH)) if names else ()
        known = {*found, *named}

        def is_included(path: str) -> bool:
            endpoint = names.get(path)
            if endpoint is None or endpoint.entry is None:
                return True
            root = NORM_ROOT if _is_norm(path) else ROOT
            target, container = f"{root}/{endpoint.entry.id}", f"{root}/latent"
            return target in known or (container in known and not path.startswith(f"{container}/"))

        return (*found, *(path for path in named if not is_included(path)))


@lru_cache(maxsize=8)
def _named(described: tuple[Description, ...]) -> Mapping[str, Endpoint]:
    """Return the addresses with names, path -> endpoint."""
    found: dict[str, Endpoint] = {}
    for name, id in LatentNames(lambda: described).ids.items():
        for root in (ROOT, NORM_ROOT):
            paths = [f"{root}/latent/{name}"] + [f"{root}/{name}"] * (f"{ROOT}/{name}" not in _TABLE_NODES)
            found |= {path: replace(by_path()[f"{root}/{id}"], path=path) for path in paths}
    return found


@lru_cache(maxsize=8)
def _described(described: tuple[Description, ...]) -> Mapping[str, Endpoint]:
    """Return all addresses, path -> endpoint."""
    names = ", ".join(LatentNames(lambda: described).ids)
    found: dict[str, Endpoint] = {}
    for path, endpoint in {**by_path(), **_named(described)}.items():
        text = about(described, endpoint.entry.id) if endpoint.entry else ""
        if text:
            text += "; 0 to 1 over its range" if _is_norm(path) else f"; {PERCENTILES}"
        elif path == LATENT_PATH and names:
            text = f"{endpoint.about}: {names}"
        found[path] = replace(endpoint, about=text) if text else endpoint
    return found


@lru_cache(maxsize=8)
def _children(described: tuple[Description, ...]) -> Mapping[str, Mapping[str, str]]:
    """Return path of a node -> name of the child -> path of the child."""
    found: dict[str, dict[str, str]] = {"/": {}}
    for address in _described(described):
        parent, path = "/", ""
        for name in address[1:].split("/"):
            path += f"/{name}"
            found[parent][name] = path
            found.setdefault(path, {})
            parent = path
    return found


def _is_norm(path: str) -> bool:
    return path.startswith(f"{NORM_ROOT}/")


def _similar(part: str, names: Mapping[str, str]) -> str:
    """Return the name that is most like `part`, a number for a number; empty when none is like it."""
    if part in names:
        return part
    if part.isascii() and part.isdecimal():
        numbers = [name for name in names if name.isdecimal()]
        return min(numbers, key=lambda name: abs(int(name) - int(part)), default="")
    return next(iter(get_close_matches(part, names, 1, MIN_SIMILARITY)), "")


def fill_pattern_caches() -> None:
    """Prepare the comparison with the addresses of the table, for which the first pattern would wait."""
    for paths in (CONTROLS, READABLE):
        matching("", paths)


_TABLE_NODES = frozenset("/".join(path.split("/")[:3]) for path in by_path())
UNNAMED = AddressSpace()
