"""What the panel fetches over HTTP: a fixed set of files, the description, the last bars; and breaks that it uploads.

GET  /                        with Accept: text/html, the page; programs that use OSCQuery get the tree
GET  /panel/NAME              a file of the page, from a table that is made at the start: no path is opened
GET  /panel/description.json  see description.py
GET  /panel/address           the address for other machines, as text
GET  /panel/loop.wav?bars=N   the last bars as a WAV file
POST /panel/breaks            an audio file of at most MAX_UPLOAD_BYTES -> a preset (see break_uploads.py)

What is refused is a sentence as text, with a status from 400 on, and counted with the refused messages of OSC.
"""

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any, Protocol

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from engine.errors import VamenError
from engine.files.last_bars import LOOP_BARS
from osc_bridge.osc.request import quoted

from .break_uploads import MAX_UPLOAD_BYTES
from .page_files import MEDIA_TYPES, page_files

# Scripts, styles and connections of this server only; the address may hold a token, so no other site is told of it
HEADERS = {
    "content-security-policy": "default-src 'self'; img-src 'self' blob: data:; base-uri 'none'; form-action 'none'",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
}
CONFLICT, TOO_LARGE, UNPROCESSABLE, BUSY = 409, 413, 422, 503  # HTTP status codes
MAX_ARRIVING = 4  # files that are received at once, as each is kept in memory until it is complete
INDEX_FILE = "index.html"


class Uploads(Protocol):
    """Encodes uploaded breaks (see break_uploads.py). The methods wait for the encoder."""

    def encode(self, data: bytes, name: str) -> Mapping[str, Any]:
        """Encode the bytes of an audio file; raises a VamenError."""

    def encode_again(self, id: str, beats: float) -> Mapping[str, Any]:
        """Encode an upload again, of which `beats` is the length; raises a VamenError."""


class PanelPages:
    """The routes of the panel."""

    def __init__(
        self,
        describe: Callable[[], Mapping[str, Any]],
        loop: Callable[[int], bytes],
        uploads: Uploads,
        refuse: Callable[[str], None],
        address: str = "",
    ) -> None:
        """Serve the panel of an instrument.

        Args:
            describe: returns the description; called in a thread.
            loop: returns the last bars, of the number of LOOP_BARS that it is given, as a WAV file; called in a thread.
            uploads: encodes breaks.
            refuse: counts a refusal, a sentence.
            address: of the panel, with its token, which every client that gets this far knows or does not need.
        """
        self._address = address
        self._describe, self._loop, self._uploads, self._refuse = describe, loop, uploads, refuse
        self._files = page_files()
        self._arriving = 0  # files

    @property
    def routes(self) -> list[BaseRoute]:
        """The routes below /panel."""
        return [
            Route("/panel/description.json", self._description),
            Route("/panel/address", self._tell_address),
            Route("/panel/loop.wav", self._last_bars),
            Route("/panel/breaks", self._encode, methods=["POST"]),
            Route("/panel/{name}", self._file),
        ]

    def index(self) -> Response:
        """Return the page."""
        return self._response(INDEX_FILE)

    async def _file(self, request: Request) -> Response:
        return self._response(request.path_params["name"])

    def _response(self, name: str) -> Response:
        if name not in self._files:
            return PlainTextResponse(f"the panel has no file {quoted(name)}; open the address without it", 404)
        return Response(self._files[name], headers={**HEADERS, "content-type": MEDIA_TYPES[PurePath(name).suffix]})

    async def _description(self, request: Request) -> Response:
        try:
            return JSONResponse(await run_in_threadpool(self._describe), headers=HEADERS)
        except VamenError as refusal:  # the model cannot be loaded
            return self._refusal(CONFLICT, str(refusal))

    async def _tell_address(self, request: Request) -> Response:
        return PlainTextResponse(self._address, headers=HEADERS)

    async def _last_bars(self, request: Request) -> Response:
        text = request.query_params.get("bars", "")
        if text not in map(str, LOOP_BARS):
            return self._refusal(UNPROCESSABLE, f"{quoted(text)} bars cannot be kept; ask for {_choices(LOOP_BARS)}")
        try:
            data = await run_in_threadpool(self._loop, int(text))
        except VamenError as refusal:
            return self._refusal(CONFLICT, str(refusal))
        headers = {"content-disposition": f'attachment; filename="vamen-{text}-bars.wav"'}
        return Response(data, headers={**HEADERS, **headers}, media_type="audio/wav")

    async def _encode(self, request: Request) -> Response:
        id, beats = request.query_params.get("id"), request.query_params.get("beats", "")
        try:
            if id is not None:
                length = _length(beats)
                if length is None:
                    return self._refusal(UNPROCESSABLE, f"{quoted(beats)} is no number of beats; send 1 to 64")
                return JSONResponse(dict(await run_in_threadpool(self._uploads.encode_again, id, length)))
            if self._arriving >= MAX_ARRIVING:
                return self._refusal(BUSY, f"{MAX_ARRIVING} files are being sent already; send it again in a moment")
            self._arriving += 1
            try:
                data = await _body(request)
            finally:
                self._arriving -= 1
            if data is None:
                largest = MAX_UPLOAD_BYTES >> 20
                return self._refusal(
                    TOO_LARGE, f"the file is larger than {largest} MB; cut it to one, two or four bars"
                )
            name = request.query_params.get("name", "break")
            return JSONResponse(dict(await run_in_threadpool(self._uploads.encode, data, name)))
        except VamenError as refusal:
            return self._refusal(UNPROCESSABLE, str(refusal))
        except ClientDisconnect:
            return Response(status_code=400)

    def _refusal(self, status: int, sentence: str) -> Response:
        self._refuse(sentence)
        return PlainTextResponse(sentence, status)


async def _body(request: Request) -> bytes | None:
    """Return the body of a request; None if it is larger than MAX_UPLOAD_BYTES, of which no more is read then."""
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or int(declared) > MAX_UPLOAD_BYTES:
        return None
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > MAX_UPLOAD_BYTES:
            return None
    return bytes(data)


def _length(text: str) -> float | None:
    """Return a number of beats, 1 to 64; None for other texts."""
    try:
        beats = float(text)
    except ValueError:
        return None
    return beats if 1 <= beats <= 64 else None


def _choices(numbers: tuple[int, ...]) -> str:
    return f"{', '.join(map(str, numbers[:-1]))} or {numbers[-1]}"
