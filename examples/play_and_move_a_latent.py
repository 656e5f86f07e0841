"""Play the bundled model and turn its kick up and down.

python examples/play_and_move_a_latent.py           plays into the default sound card, or into JACK
python examples/play_and_move_a_latent.py --null    plays into silence
"""

import argparse
import math
import time

from engine.controls import Action, Event
from engine.model.model_file import Model, bundled
from engine.realtime.outputs import OutputChoice
from engine.session.live_session import Session


def main() -> None:
    """Play for some seconds."""
    parser = argparse.ArgumentParser(description="Play the bundled model and turn its kick up and down.")
    parser.add_argument("--null", action="store_true", help="play into silence")
    parser.add_argument("--seconds", type=float, default=20.0)
    options = parser.parse_args()

    model = Model.load(bundled())
    names = [knob.name for knob in model.card.knobs]
    kick = f"latent/{names.index('kick')}"

    # The model decodes in this process. The sound is made in a player process, which a busy Python cannot disturb.
    with Session(lambda: model, output=OutputChoice(null=options.null), values={"tempo": 174}) as session:
        print(f"playing on {session.status().output}")
        begin = time.perf_counter()
        while (now := time.perf_counter() - begin) < options.seconds:
            session.write({kick: 2 * math.sin(now)})  # most breaks lie between -1 and 1, the range is -3 to 3
            time.sleep(0.02)
        session.trigger(Event(Action.SLICE, index=8))  # jump to the ninth sixteenth
        time.sleep(0.5)
        status = session.status()
        print(f"stopped at beat {status.beat:.1f} after {status.underruns} underruns")


if __name__ == "__main__":
    main()
