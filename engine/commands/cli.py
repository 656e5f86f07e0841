"""The command `vamen`: command-line arguments in, one sub-command run, exit code out.

Exit codes: 0 success; 1 internal error; 2 unknown command or flag; 3 to 8 a refusal (see errors.py); 130 interrupted.
Sub-commands are import strings, imported when called. cyclopts is imported inside functions, because the spawned player
process imports this module too, and has no command line.
"""

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from functools import partial
from json import dumps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine import __version__
from engine.errors import EXIT_INTERRUPTED, BadConfig, BadInput, NoDevice, VamenError, extra_of, install_command
from engine.realtime import supervisor

from .config import (
    ENVIRONMENT_PREFIX,
    Source,
    as_toml,
    merge,
    paths,
    read_or_keep,
    refuse_fractions,
    refuse_outputs,
    unknown_variables,
    without_unknown,
)
from .standard_streams import discard_output, prepare_streams, print_error
from .usage_errors import plain, usage_sentence

if TYPE_CHECKING:
    from cyclopts import App

COMMANDS = {
    "play": ("osc_bridge.commands.play:play", "Play a model live; OSC and MIDI move it."),
    "panel": ("osc_bridge.commands.show_panel:panel", "Print the address of the panel of a vamen that plays."),
    "render": ("osc_bridge.commands.render:render", "Play a model into a WAV file."),
    "perform": ("osc_bridge.commands.perform:perform", "Play a scripted set into a WAV file."),
    "kit": ("osc_bridge.commands.write_kit:kit", "Write a break as slices for samplers: WAV, SFZ and MIDI files."),
    "encode": ("engine.commands.encode:encode", "Make a preset of your own break."),
    "presets": ("engine.commands.manage_presets:presets", "List, rename, delete, restore, export or import presets."),
    "resynth": ("osc_bridge.commands.render:resynth", "Send a WAV file through the sound path and back."),
    "patches": ("osc_bridge.commands.write_patches:patches", "Write patches for Live, Max, Pd, TouchOSC and others."),
    "midi": ("osc_bridge.commands.midi_ports:midi", "List MIDI inputs and outputs, and the map of each."),
    "learn": ("osc_bridge.commands.midi_ports:learn", "Assign the next MIDI control that is moved."),
    "devices": ("engine.commands.list_devices:devices", "List the audio outputs."),
    "latency": ("osc_bridge.commands.latency.measure:latency", "Measure the time from a datagram to its sound."),
    "bench": ("engine.commands.bench:bench", "Measure the sound path and the model on this machine."),
    "doctor": ("engine.commands.doctor:doctor", "Check this machine and say what is wrong."),
    "dataset": ("training.cli:dataset", "Make a training set of a folder of breaks."),
    "train": ("training.cli:train", "Train a model on a training set."),
    "export": ("export.cli:export", "Write a trained model as one playable file."),
    "check": ("export.cli:check", "Verify a model file."),
    "evaluate": ("training.cli:evaluate", "Measure how good a model is."),
}
EXIT_USAGE, EXIT_PIPE_CLOSED = 2, 141
DISK_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO}
# numpy's matrix products are small here, so threads would only compete with the audio thread
BLAS_THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def main(words: Sequence[str] | None = None) -> int:
    """Run a command line (default: sys.argv) and return the exit code."""
    prepare_streams()
    own = words is None
    words, debug = _without_debug(sys.argv[1:] if words is None else words)
    if words[:1] != ["train"]:  # whose products are large; PyTorch takes its number of threads from these variables
        for name in BLAS_THREAD_VARIABLES:
            os.environ.setdefault(name, "1")
    if own and supervisor.should_supervise(words):
        return supervisor.supervise()
    if debug:
        import logging

        logging.basicConfig(level=logging.INFO)
    try:
        code = _run(words)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        discard_output()  # the reading end of the pipe is closed
        return EXIT_PIPE_CLOSED
    except SystemExit as end:
        if not isinstance(end.__context__, BrokenPipeError):
            raise
        return EXIT_PIPE_CLOSED  # rich, which prints the help, has discarded the output
    except VamenError as error:
        return _refuse(str(error), error.exit_code, debug)
    except ImportError as error:
        missing = _missing_extra(error)
        if missing is None:
            return _refuse(_fault(error), VamenError.exit_code, debug)
        return _refuse(str(missing), missing.exit_code, debug)
    except OSError as error:
        if error.errno not in DISK_ERRORS:
            return _refuse(_fault(error), VamenError.exit_code, debug)
        output = error.filename or "the output"
        if error.filename is None:
            discard_output()  # it may be standard output that is full
        full = BadInput(f"{output} cannot be written ({error.strerror}); make room or name another place")
        return _refuse(str(full), full.exit_code, debug)
    except Exception as error:  # users see one sentence even for a bug
        return _refuse(_fault(error), VamenError.exit_code, debug)


def build() -> "App":
    """Return the command with its sub-commands, none of them imported yet."""
    from cyclopts import App, Parameter
    from cyclopts.config import Env

    app = App(
        name="vamen",
        help="Breakbeats as a latent space, played live.",
        help_epilogue="Options can also be set in vamen.toml or as VAMEN_<COMMAND>_<OPTION>; --debug shows tracebacks.",
        help_format="plaintext",
        help_formatter="default" if sys.stdout.isatty() else "plain",
        version=f"vamen {__version__}",
        config=[Env(ENVIRONMENT_PREFIX, show=False), _from_files, refuse_fractions, refuse_outputs],
        default_parameter=Parameter(negative_iterable=()),
        result_action="return_int_as_exit_code_else_zero",
        suppress_keyboard_interrupt=False,
    )
    for place, (name, (target, about)) in enumerate(COMMANDS.items()):
        app.command(target, name=name, help=about, sort_key=place)
    app.command(config, sort_key=len(COMMANDS))
    return app


def config(*, json: bool = False) -> int:
    """Print the settings from files and environment, and their origin.

    Args:
        json: print JSON.
    """
    merged = merge(tuple(_sources()), os.environ, COMMANDS)
    view, unknown = without_unknown(merged, partial(_options, build()))
    if json:
        values = {name: {key: item.value for key, item in table.items()} for name, table in view.items()}
        print(dumps(values, indent=2, default=str))
    else:
        print(as_toml(view) or f"# no settings; they may lie in {' or '.join(map(str, _paths()))}")
    for sentence in unknown:
        _refuse(sentence, BadConfig.exit_code, debug=False)
    return BadConfig.exit_code if unknown else 0


def _run(words: Sequence[str]) -> int:
    from cyclopts import CycloptsError

    app = build()
    for sentence in unknown_variables(os.environ, COMMANDS, partial(_options, app)):
        print(f"vamen: {sentence}", file=sys.stderr)
    try:
        return int(app(list(words), exit_on_error=False, print_error=False))
    except CycloptsError as error:
        return _refuse(usage_sentence(error, [*COMMANDS, "config"]), EXIT_USAGE, debug=False)


def _options(app: "App", command: str) -> list[str]:
    """Return the names of a command's options, without dashes in front; none if an extra for it is missing."""
    try:
        arguments = app[command].assemble_argument_collection(parse_docstring=False)
    except ImportError:
        return []
    return [name.lstrip("-").lower() for argument in arguments for name in argument.names]


def _from_files(app: "App", commands: tuple[str, ...], arguments: Any) -> None:
    from cyclopts.config import Dict

    for source in _sources():
        Dict(dict(source.tables), source=str(source.path))(app, commands, arguments)


def _sources() -> list[Source]:
    return read_or_keep(_paths, COMMANDS)


def _paths() -> tuple[Path, Path]:
    from platformdirs import user_config_path

    return paths(Path.cwd(), user_config_path("vamen", appauthor=False))


def _without_debug(words: Sequence[str]) -> tuple[list[str], bool]:
    end = words.index("--") if "--" in words else len(words)
    flags = [word for word in words[:end] if word != "--debug"]
    return [*flags, *words[end:]], len(flags) < end


def _missing_extra(error: BaseException | None) -> NoDevice | None:
    while error is not None:
        library = (getattr(error, "name", None) or "").partition(".")[0]
        extra = extra_of(library)
        if extra:
            return NoDevice(f"this command needs {library}, which is not installed; run {install_command(extra)}")
        error = error.__cause__ or error.__context__
    return None


def _fault(error: Exception) -> str:
    what = f"{type(error).__name__}: {plain(error)}"
    return f"internal error ({what}); run it again with --debug and report the output"


def _refuse(sentence: str, code: int, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    print_error(sentence)
    return code
