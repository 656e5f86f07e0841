"""`python -m engine` is the command `vamen`."""

import sys

from engine.commands.cli import main

if __name__ == "__main__":
    sys.exit(main())
