#!/usr/bin/env python3
"""Makes the picture of the README: picture.py PROGRAM history.png

Holds made-up interviews with the program, each on a day of its own (by faketime), has it write the page, and takes two
pictures of it side by side: how it begins, and an interview that is open. Needs what check.py needs, and the command
faketime.
"""

import base64
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from check import Browser, require

WIDTH, HEIGHT = 640, 1060

# Day, planned minutes, minutes, score, technologies, strengths, what to improve
HELD = [
    ("2025-11-12", 30, 24, 58, ["Go"], [0, 2], [0, 1]), ("2025-11-20", 30, 31, 52, ["PostgreSQL"], [3], [1, 2]),
    ("2025-11-21", 15, 14, 61, ["Swift"], [0], [0]), ("2025-12-04", 45, 41, 66, ["Go", "Kubernetes"], [1, 2], [3]),
    ("2025-12-11", 30, 27, 63, ["Swift", "SQLite"], [0, 3], [0, 1]), ("2025-12-18", 30, 33, 71, ["Go"], [1], [3]),
    ("2026-01-08", 30, 29, 68, ["TypeScript", "React"], [2], [0, 2]),
    ("2026-01-09", 20, 18, 74, ["Swift"], [0, 1], [1]), ("2026-01-15", 30, 30, 77, ["Go", "Kubernetes"], [1, 4], [0]),
    ("2026-01-27", 45, 46, 72, ["PostgreSQL", "Python"], [3, 4], [1]),
    ("2026-02-05", 30, 25, 81, ["Swift", "SQLite"], [0, 3], [0]), ("2026-02-12", 30, 28, 79, ["Go"], [1, 2], [1]),
    ("2026-02-24", 30, 32, 86, ["Swift", "Concurrency"], [0, 4], [2]),
    ("2026-03-05", 45, 43, 84, ["Go", "PostgreSQL"], [1, 3, 4], [0]),
    ("2026-03-12", 30, 26, 89, ["Swift", "SQLite"], [0, 1, 3], [1]),
]
STRENGTHS = ["Concrete examples", "Names trade-offs before being asked", "Calm under follow-up questions",
             "Sound SQL", "Asks good questions"]
WEAK_POINTS = ["Answers run long", "Few numbers", "Skips the result of a story", "Testing strategy"]
SUMMARY = (
    "Clear and concrete. Your stories have a beginning and an end, and you say what you did not know. The answer about "
    "indexes came quickly and was right; the one about concurrency wandered before it got to the point.")
TALK = [
    "Let us start with something you built. What was hard about it?",
    "We had a queue that lost messages whenever a node restarted. The hard part was not the fix, it was showing that it "
    "was fixed: I wrote a harness that killed the process at every step, and we ran it for a week.",
    "How did you know that a week was enough?",
    "Honestly, I didn’t at first. Um, we counted how many distinct interleavings we had seen, and it stopped growing on "
    "day three.",
    "Tell me how an index helps a query, and when it does not.",
    "It turns a scan into a few page reads. It does not help when most rows match, or when the column is wrapped in a "
    "function that the planner of SQLite cannot see through.",
    "What is a transaction good for, beyond rollback?",
    "It gives the reader one moment in time. That is what most code assumes anyway, without saying so.",
]
USER, CONTEXT = "kp_alice", "Senior backend engineer, remote. The team keeps a payments ledger."


def transcription():
    """What was said, with the times of each turn, in the form of Retell."""
    turns, clock = [], 1.2
    for place, text in enumerate(TALK):
        end = clock + len(text.split()) / (2.6 if place % 2 else 2.9)
        turns.append({"role": "user" if place % 2 else "agent", "content": text,
                      "words": [{"word": text, "start": round(clock, 2), "end": round(end, 2)}]})
        clock = end + (0.4 if place % 2 else 1.1)
    return {"transcript_object": turns}


def converse(program, database, day, *requests):
    """Has the program answer requests as if it were that day."""
    server = subprocess.Popen(
        ["faketime", f"{day} 18:00:00", program, "--database", database, "--user", USER],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    answers = []
    for method, params in requests:
        for name, value in params.items():
            params[name] = value(answers) if callable(value) else value
        server.stdin.write(json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode() + b"\n")
        server.stdin.flush()
        answers.append(json.loads(server.stdout.readline())["result"]["voiceInterview"]["id"])
    server.communicate()


def hold(program, database):
    """Holds the interviews, and plans another one."""
    for day, planned, minutes, score, technologies, strengths, weak in HELD:
        feedback = {"totalScore": score, "finalAssessment": SUMMARY, "strengths": [STRENGTHS[one] for one in strengths],
                    "areasForImprovement": [WEAK_POINTS[one] for one in weak],
                    "categoryScores": [{"name": "Technical knowledge", "score": min(100, score + 4)},
                                       {"name": "Communication", "score": score - 6},
                                       {"name": "Problem solving", "score": score + 1}]}
        converse(
            program, database, day,
            ("createVoiceInterview", {"technologies": technologies, "context": CONTEXT, "duration": planned}),
            ("saveVoiceInterviewTranscription", {
                "interviewId": lambda answers: answers[0], "transcription": transcription(),
                "actualDuration": minutes * 60, "score": score, "feedback": feedback}))
    converse(program, database, "2026-03-18", (
        "createVoiceInterview", {"technologies": ["Go", "Kubernetes"], "context": CONTEXT, "duration": 30}))


def take(browser, page, picture):
    """Takes both parts, and puts them beside each other."""
    browser.open(page, WIDTH)
    browser.size(WIDTH, HEIGHT)
    parts = [browser.picture()]
    shown = browser.all(".interview:has(.said)")[0]
    # What is out of sight is not laid out: once more when it is in sight.
    for _ in range(2):
        browser.script("arguments[0].firstElementChild.open = true; arguments[0].scrollIntoView()", shown)
    parts.append(browser.picture())
    sources = "".join(f'<img src="data:image/png;base64,{base64.b64encode(part).decode()}">' for part in parts)
    sheet = page.with_name("sheet.html")
    sheet.write_text(f"<style>body {{ margin: 0; display: flex }} img + img {{ border-left: 1px solid #d8dbdc; "
                     f"margin-left: -1px }}</style>{sources}")
    browser.open(sheet, 2 * WIDTH)
    browser.size(2 * WIDTH, HEIGHT)
    picture.write_bytes(browser.picture())


def main():
    require(len(sys.argv) == 3, __doc__.splitlines()[0])
    program, picture = [str(Path(argument).resolve()) for argument in sys.argv[1:]]
    with TemporaryDirectory() as folder:
        database, page = f"{folder}/db", Path(folder) / "page.html"
        hold(program, database)
        subprocess.run(["faketime", "2026-03-18 18:05:00", program, "report", "--database", database, "--user", USER,
                        "--output", page, "--time-zone", "Europe/London"], check=True)
        browser = Browser()
        try:
            take(browser, page, Path(picture))
        finally:
            browser.driver.quit()


if __name__ == "__main__":
    main()
