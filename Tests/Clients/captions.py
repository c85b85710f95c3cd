"""Captions of any text, read by players' parsers, and Markdown, read by a CommonMark parser.

Usage: captions.py PROGRAM
"""

import json
import random
import re
import subprocess
import sys

import markdown_it
import pysrt
import srt
import webvtt

PROGRAM = sys.argv[1]
PIECES = [
    "word", "Élan", "漢字", "\U0001F642", "-->", "--", ">", "<", "&", "&amp;", "<v Bob>", "</v>", "<b>", "<00:01.000>", "NOTE",
    "STYLE", "WEBVTT", "REGION", "1", "42", "00:00:01.000 --> 00:00:02.000", "00:00:01,000 --> 00:00:02,000", "\n", "\r",
    "\r\n", "\n\n", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x00", "\x1c", "\x1e", "\t", "\u00a0", "\ufeff", "\u202e",
    "*", "**", "_", "`", "#", "- ", "1. ", "2) ", "+ ", "> ", "===", "---", "[a](b)", "![a](b)", "<http://a.b>", "http://a.b",
    "\\", "\\*", "|", "~~", "$", "{}", "{b}", "{/i}", "{Y:i}", "{\\an8}", "%", ":", ": ",
]
rng = random.Random(7)


def text():
    while True:
        text = rng.choice(["", " "]).join(rng.choice(PIECES) for _ in range(rng.randint(1, 8)))
        if visible(text):
            return text


def visible(text):
    """What of a text can be seen: no control characters, and no white space."""
    return "".join(c for c in text if not c.isspace() and c not in "\ufeff\x00" and not 0x80 <= ord(c) < 0xA0 and ord(c) >= 0x20)


def transcription():
    turns = []
    for _ in range(rng.randint(1, 6)):
        turn = {"role": rng.choice(["agent", "user"]), "content": text()}
        if rng.random() < 0.7:
            start = round(rng.uniform(0, 20), 3)
            turn["words"] = [{"start": start}] if rng.random() < 0.5 else [{"start": start, "end": start + rng.random()}]
        turns.append(turn)
    return turns


def ask(lines):
    process = subprocess.run(
        [PROGRAM, "--database", ":memory:", "--user", "kp_alice", "--deterministic", "--log-level", "critical"],
        input="".join(json.dumps(line) + "\n" for line in lines).encode(), stdout=subprocess.PIPE, timeout=600, check=True)
    return [json.loads(line)["result"] for line in process.stdout.splitlines()]


def call(method, **params):
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}


def check_cues(cues, turns, unescape):
    assert len(cues) == len(turns), (cues, turns)
    assert all(start < end for start, end, _ in cues), cues
    assert all(one[0] <= next[0] for one, next in zip(cues, cues[1:])), cues
    said = sorted(visible(unescape(turn["label"] + turn["content"])) for turn in turns)
    assert sorted(visible(text) for _, _, text in cues) == said, (cues, turns)


def inline_text(tokens):
    """What a reader of rendered Markdown sees; anything but bold speakers and line breaks is markup that came from a text."""
    seen = []
    for token in tokens:
        assert token.type in {"paragraph_open", "paragraph_close", "inline"}, token
        for child in token.children or []:
            assert child.type in {"text", "text_special", "strong_open", "strong_close", "hardbreak"}, child
            seen.append(child.content)
    return "".join(seen)


COUNT = 400
transcriptions = [transcription() for _ in range(COUNT)]
requests = []
for index, turns in enumerate(transcriptions):
    interview = {"interviewId": f"00000000-0000-7000-8000-{index + 1:012x}"}
    requests.append(call("createVoiceInterview", technologies=[], context="", duration=1))
    requests.append(call("saveVoiceInterviewTranscription", **interview, transcription=turns, actualDuration=1))
    requests += [call("getVoiceInterviewTranscript", **interview, format=format) for format in ["vtt", "srt", "markdown"]]
answers = ask(requests)
labels = {"agent": "Interviewer", "user": "Candidate"}
for index, turns in enumerate(transcriptions):
    vtt, sub, markdown = (answers[5 * index + 2 + place]["transcript"]["text"] for place in range(3))
    for turn in turns:
        turn["label"] = ""
    captions = webvtt.from_string(vtt).captions
    check_cues([(c.start_in_seconds + c.start_time.milliseconds / 1000, c.end_in_seconds + c.end_time.milliseconds / 1000,
                 c.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")) for c in captions], turns, str)
    payloads = [line.split(">", 1)[1] for line in vtt.split("\n") if line.startswith("<v ")]
    assert len(payloads) == len(turns) and not any(mark in line for line in payloads for mark in "<>"), vtt
    assert [c.voice for c in captions].count("Candidate") == sum(turn["role"] == "user" for turn in turns)
    for turn in turns:
        turn["label"] = labels[turn["role"]] + ":"
    cues = list(srt.parse(sub, ignore_errors=False))
    # What players take for markup is not in the file.
    assert not any(re.search(r"<[^>]*>|</?[A-Za-z]|{[\\/A-Za-z]", cue.content) for cue in cues), sub
    other = [(c.start.ordinal / 1000, c.end.ordinal / 1000, c.text) for c in pysrt.from_string(sub, error_handling=pysrt.ERROR_RAISE)]
    for read in [[(c.start.total_seconds(), c.end.total_seconds(), c.content) for c in cues], other]:
        check_cues([(start, end, text.replace("‹", "<").replace("›", ">").replace("｛", "{")) for start, end, text in read],
                   turns, lambda text: text.replace("-->", "→"))
    seen = inline_text(markdown_it.MarkdownIt("commonmark").parse(markdown))
    for turn in turns:
        assert visible(turn["content"]) in visible(seen), (turn, markdown)
print(f"{COUNT} transcripts: WebVTT, SubRip and Markdown are read as they were written")
