"""OSCQuery over HTTP and WebSocket: the address space as JSON, its values, and OSC in WebSocket frames.

Requests with a foreign Host or Origin header are refused. It never serves files from disk.
"""
