"""The panel: the page that plays the instrument in a browser, and what it fetches beside OSC.

Controls and values go over the WebSocket of OSCQuery (see osc_bridge.oscquery), as OSC; this package serves the page, a
description from which it builds its controls, the last bars as a file, and takes breaks to encode.
"""
