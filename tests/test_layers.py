"""The command table keeps the layers too: its targets are import strings, which import-linter cannot see.

Each target becomes an edge of the import graph, and then the rules of pyproject.toml are checked for the whole.
"""

import grimp
import pytest

from engine.commands.cli import COMMANDS

PACKAGES = ("engine", "export", "training", "osc_bridge")


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """The imports of the product, without those of the command table."""
    return grimp.build_graph(*PACKAGES, cache_dir=None)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_lies_in_a_top_layer_and_imports_no_command_line(graph: grimp.ImportGraph, command: str) -> None:
    target = COMMANDS[command][0].partition(":")[0]
    assert target in graph.modules, f"{command}: there is no module {target}"
    assert target.split(".")[1] in ("commands", "cli"), f"{target} is below the layer of commands"
    chain = graph.find_shortest_chain(importer=target, imported="engine.commands.cli")
    assert chain is None, f"importing {target} would import the command line: {' -> '.join(chain or ())}"


def test_nothing_but_the_command_table_leads_from_the_engine_to_other_packages(graph: grimp.ImportGraph) -> None:
    for package in ("osc_bridge", "training", "export"):
        chains = graph.find_shortest_chains(importer="engine", imported=package, as_packages=True)
        assert not chains, f"the engine imports {package}: {chains}"
