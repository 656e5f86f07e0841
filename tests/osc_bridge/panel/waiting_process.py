"""A process that waits for ever, and so does one that it starts: python -m tests.osc_bridge.panel.waiting_process."""

import json
import subprocess
import sys
import time
from pathlib import Path

if __name__ == "__main__":
    given = json.loads(sys.stdin.buffer.read())
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], stdout=sys.stdout)
    Path(given["out"]).write_text(str(child.pid))
    time.sleep(600)
