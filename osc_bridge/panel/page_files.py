"""The files of the page: those in `assets` in, what is served out.

page_files  all files by name, the modules as one script: a browser would ask for thirty files, six at a time
joined      modules by name -> that script: each in a function of its own, in the order of their imports
"""

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import PurePath

SCRIPT = "panel.js"  # the module that imports all others
MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_IMPORT = re.compile(r'^import (?:\{.*\} from )?"/panel/(\S+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:const|class|function) (\w+))", re.MULTILINE)


def page_files() -> dict[str, bytes]:
    """Return what is served, by name."""
    folder = files("osc_bridge.panel") / "assets"
    found = {file.name: file.read_bytes() for file in folder.iterdir() if PurePath(file.name).suffix in MEDIA_TYPES}
    modules = {name: data.decode() for name, data in found.items() if name.endswith(".js")}
    names = in_order(modules)
    return {name: data for name, data in found.items() if name not in names} | {
        SCRIPT: joined({name: modules[name] for name in names}).encode()
    }


def in_order(modules: Mapping[str, str]) -> list[str]:
    """Return the names of the modules that SCRIPT needs, each behind those that it imports; itself is the last."""
    names = list[str]()

    def add(name: str) -> None:
        if name not in names:
            for needed in _IMPORT.findall(modules[name]):
                add(needed)
            names.append(name)

    add(SCRIPT)
    return names


def joined(modules: Mapping[str, str]) -> str:
    """Return modules as one script; what they export must have different names, and imports be on one line each."""
    parts = []
    for name, text in modules.items():
        exported = ", ".join(_EXPORT.findall(text))
        body = _EXPORT.sub("", _IMPORT.sub("", text))
        head, end = (f"const {{ {exported} }} = ", f"return {{ {exported} }};\n") if exported else ("", "")
        parts.append(f"// {name}\n{head}(() => {{\n{body}{end}}})();\n")
    return "\n".join(parts)
