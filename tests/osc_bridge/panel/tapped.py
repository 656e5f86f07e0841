"""What the audio graph of a page plays: recorded in the page, and told with its place in the sound of the set.

TAP        a script for before those of the page: whatever is connected to the loudspeaker is also recorded
recorded   a page -> samples (n,) of the left channel at the context's rate
place      a piece of one recording in another -> where it is, and how alike both are, 0..1
"""

import base64

import numpy as np
import soxr
from scipy.signal import fftconvolve

from engine.arrays import Floats
from engine.spec import SPEC

from .browser import Panel

TAP = """
const connect = AudioNode.prototype.connect;
AudioNode.prototype.connect = function (target, ...rest) {
  if (target instanceof AudioDestinationNode && !window.tap) {
    const node = target.context.createScriptProcessor(4096, 2, 1);
    window.tap = { blocks: [], rate: target.context.sampleRate, context: target.context, node, times: [] };
    node.onaudioprocess = ({ inputBuffer, playbackTime }) => {
      window.tap.blocks.push(inputBuffer.getChannelData(0).slice());
      window.tap.times.push(playbackTime);
    };
    connect.call(this, node);
    connect.call(node, target);
  }
  return connect.call(this, target, ...rest);
};
"""
TAKE = """() => {
  const bytes = new Uint8Array(new Float32Array(window.tap.blocks.flatMap((block) => [...block])).buffer);
  window.tap.blocks.length = window.tap.times.length = 0;
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}"""


def recorded(panel: Panel) -> Floats:
    """Return what was played since the last call, (n,), at the engine's rate."""
    samples = np.frombuffer(base64.b64decode(panel.page.evaluate(TAKE)), "<f4")
    return np.asarray(soxr.resample(samples, panel.page.evaluate("window.tap.rate"), SPEC.rate), np.float64)


def place(piece: Floats, whole: Floats) -> tuple[int, float]:
    """Return the sample of `whole` at which `piece` begins, and the correlation there."""
    products = fftconvolve(whole, piece[::-1], "valid")
    squares = np.cumsum(np.concatenate([[0.0], whole**2]))
    energy = np.maximum(squares[len(piece) :] - squares[: -len(piece)], 1e-9)
    alike = products / np.sqrt(energy * np.maximum(np.sum(piece**2), 1e-9))
    best = int(np.argmax(alike))
    return best, float(alike[best])
