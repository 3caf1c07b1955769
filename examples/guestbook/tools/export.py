"""Packs the guestbook's entries, for the people who run it."""

import os

from flask import Flask, request

app = Flask(__name__)


def pack(name, compressed):
    command = "tar -cf /tmp/" + name
    if compressed:
        command = command + ".gz"
    os.system(command)


@app.route("/export")
def export():
    pack(request.args.get("name"), True)
    return "exported"
