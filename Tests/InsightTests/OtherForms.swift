// Forms by what is unusual about them: envelopes, elements that are not speech, times, texts, captions.

@testable import Insight

extension FormTests {
    private static let both = ["I Hi.", "C Hello."]
    private static let list = #"[{"speaker":"ai","text":"Hi."},{"speaker":"user","text":"Hello."}]"#

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }

    static let envelopes = [
        Form(
            "JSON in a string",
            #""[{\"speaker\":\"ai\",\"text\":\"What is a heap?\"},{\"speaker\":\"user\",\"text\":\"A tree, um, in an array.\"}]""#,
            .webClient, ["I What is a heap?", "C A tree, um, in an array."]),
        Form("JSON in a string in a string", quoted(quoted(list)), .webClient, both),
        Form("JSON in a member", #"{"transcript":\#(quoted(list))}"#, .webClient, both),
        Form(
            "JSON in a fenced code block", quoted("Here it is:\n```json\n\(list)\n```\nAnything else?"), .webClient,
            both),
        Form(
            "n8n", #"[{"headers":{"host":"x"},"params":{},"query":{},"body":{"data":{"transcript":\#(list)}}}]"#,
            .webClient, both),
        Form(
            "a text in Vapi's artifact", #"{"message":{"artifact":{"transcript":"AI: Hi.\nUser: Hello.\n"}}}"#,
            .plainText, both),
        Form(
            "Retell's list in a result",
            #"{"result":{"call":{"transcript_with_tool_calls":[{"role":"agent","content":"Hi."},{"role":"user","content":"Hello."}]}}}"#,
            .retell, both),
        Form(
            "chat completions in transcript", #"{"transcript":[{"role":"assistant","content":"Hi"}]}"#, .openAI,
            ["I Hi"]),
        Form("a list of texts", #"{"transcript":["AI: Hi.","User: Hello."]}"#, .plainText, both),
        Form(
            "camel case and capitals",
            #"[{"Speaker":"AI","Text":"Hi.","startTime":1,"EndTime":2.5},{"Speaker":"USER","Text":"Hello.","startTime":3,"EndTime":4}]"#,
            .list, .exact, ["I 1–2.5 Hi.", "C 3–4 Hello."]),
        Form(
            "of two lists, that with more speech",
            #"{"messages":[{"role":"user","content":"Hi."}],"log":[{"role":"assistant","content":"Hi, and welcome."},{"role":"user","content":"Hello."}]}"#,
            .openAI, ["I Hi, and welcome.", "C Hello."]),
        Form(
            "of two lists with the same speech, that with times",
            #"{"openai":[{"role":"assistant","content":"Hi."},{"role":"user","content":"Hello."}],"messages":[{"role":"bot","message":"Hi.","secondsFromStart":1.5},{"role":"user","message":"Hello.","secondsFromStart":3}]}"#,
            .vapi, .starts, ["I 1.5–_ Hi.", "C 3–_ Hello."]),
    ]

    static let lists = [
        Form(
            "JSON Lines",
            quoted(#"{"role":"assistant","content":"Hi."}"# + "\n" + #"{"role":"user","content":"Hello."}"# + "\n"),
            .openAI, both),
        Form(
            "ShareGPT", #"{"conversations":[{"from":"gpt","value":"Hi."},{"from":"human","value":"Hello."}]}"#, .list,
            both),
        Form(
            "pairs of a name and a value", #"[{"from":"x","value":"Hi."},{"name":"role","value":"Hello."}]"#, .unknown,
            []),
        Form(
            "OpenAI's threads",
            #"{"data":[{"role":"assistant","content":[{"type":"text","text":{"value":"Hi.","annotations":[]}}]},{"role":"user","content":[{"type":"text","text":{"value":"Hello.","annotations":[]}}]}]}"#,
            .openAI, both),
        Form("members named like roles", #"[{"assistant":"Hi."},{"user":"Hello."}]"#, .list, both),
        Form(
            "questions and answers",
            #"{"items":[{"id":1,"question":"Hi.","answer":"Hello."},{"question":"Why?","answer":null}]}"#,
            .list, both + ["I Why?"]),
        Form(
            "identifiers of two roles", #"[{"model":"gpt-5","user":"kp_1"},{"agent":"a1","customer":"c1"}]"#, .unknown,
            []),
        Form(
            "milliseconds beside an index",
            #"[{"index":0,"speaker":"A","text":"What is a heap?","start":0,"end":1500},{"index":1,"speaker":"B","text":"A tree in an array.","start":2000,"end":4000}]"#,
            .list, .exact, ["'A' 0–1.5 What is a heap?", "'B' 2–4 A tree in an array."]),
        Form("members of one role", #"[{"model":"gpt-5","seed":"1"},{"model":"gpt-5","seed":"2"}]"#, .unknown, []),
        Form(
            "Rev.ai",
            #"{"monologues":[{"speaker":0,"elements":[{"type":"text","value":"Hi","ts":0.5,"end_ts":0.75},{"type":"punct","value":", "},{"type":"text","value":"you","ts":1,"end_ts":1.5},{"type":"punct","value":"."}]},{"speaker":1,"elements":[{"type":"text","value":"Hello","ts":2,"end_ts":2.5}]}]}"#,
            .list, .exact, ["'0' 0.5–1.5 Hi, you.", "'1' 2–2.5 Hello"]),
        Form(
            "no space behind a role", quoted("AI:Hi.\nUser:Hello.\nhttps://a.b:8080"), .plainText,
            ["I Hi.", "C Hello.\nhttps://a.b:8080"]),
        Form(
            "Google Meet",
            quoted(
                "Interview - Transcript\n00:00:00\n\nAnna Q: Hi.\nBen R: Hello.\n\n00:05:00\n\nAnna Q: Bye.\nBen R: Bye."
            ),
            .textExport, .wholeSeconds, ["'Anna Q' 0–_ Hi.", "'Ben R' Hello.", "'Anna Q' 300–_ Bye.", "'Ben R' Bye."]),
        Form(
            "a time before each turn",
            quoted("0:01\n\nAI: Hi.\n\n0:05\nUser: Hello.\nMeeting ended after 00:00:09 👋\nBye."),
            .textExport, .wholeSeconds, ["I 1–_ Hi.", "C 5–_ Hello."]),
        Form(
            "an unknown speaker who speaks once",
            quoted("Interviewer: Hi.\n\nCandidate: Hello.\n\nUnknown speaker: Mm."),
            .plainText, both + ["? Mm."]),
        Form(
            "JSON Lines that are cut off",
            quoted(
                #"{"role":"assistant","content":"Hi."}"# + "\n" + #"{"role":"user","content":"Hello."}"# + "\n"
                    + #"{"role":"ass"#),
            .openAI, both),
        Form(
            "prose before a name that occurs once",
            quoted("I refactored the service.\nThen I wrote tests.\nResult: fewer bugs.\nLesson: test early."),
            .plainText, ["? I refactored the service.\nThen I wrote tests.\nResult: fewer bugs.\nLesson: test early."]),
        Form(
            "prose before names, in Chinese", quoted("我有三个想法。\n第一：学习。\n第二：工作。"), .plainText,
            ["? 我有三个想法。\n第一：学习。\n第二：工作。"]),
        Form(
            "the header of a Teams export",
            quoted("March 12, 2024, 10:01AM\n15m 20s\n\nDoe, Jane   0:03\nHello.\n\nMüller, Jörg   0:08\nYes."),
            .textExport, .wholeSeconds, ["'Doe, Jane' 3–_ Hello.", "'Müller, Jörg' 8–_ Yes."]),
        Form(
            "a name with an escape in Markdown",
            quoted("**SPEAKER\\_00** (0:00): Hi.\n**SPEAKER\\_01** (0:02): Hello."),
            .textExport, .wholeSeconds, ["'SPEAKER_00' 0–_ Hi.", "'SPEAKER_01' 2–_ Hello."]),
        Form(
            "a line of a space in a cue",
            quoted("WEBVTT\n\n00:00.000 --> 00:02.000\n \nHi\n\n00:02.000 --> 00:03.000\nthere\n"),
            .webVTT, .exact, ["? 0–2 Hi", "? 2–3 there"]),
        Form(
            "this program's turns, few words in much time",
            #"{"turns":[{"index":0,"speaker":"interviewer","text":"Ready?","start":0},{"index":1,"speaker":"candidate","text":"Yes.","start":70,"end":71.5}]}"#,
            .turns, .exact, ["I 0–_ Ready?", "C 70–71.5 Yes."]),
        Form(
            "dates before names",
            quoted("[2024-01-01T10:00:01.000+00:00] assistant: Hi.\n[2024-01-01T10:00:05.120Z] user: I did: nothing."),
            .textExport, .wholeSeconds, ["I 0–_ Hi.", "C 4.12–_ I did: nothing."]),
        Form(
            "dates with a space", quoted("[2024-01-01 10:00:01] Sarah: Hi.\n[2024-01-01 10:00:05] Tom: Hello."),
            .textExport, .wholeSeconds, ["'Sarah' 0–_ Hi.", "'Tom' 4–_ Hello."]),
        Form(
            "a number for a name in Markdown", quoted("**0** (0:00): Hi.\n\n**1** (0:02): Hello."),
            .textExport, .wholeSeconds, ["'0' 0–_ Hi.", "'1' 2–_ Hello."]),
        Form(
            "times on lines of their own", quoted("0:03\nHi\nthere.\n0:07\nHello."), .textExport, .wholeSeconds,
            ["? 3–_ Hi\nthere.", "? 7–_ Hello."]),
    ]

    static let unspoken = [
        Form(
            "contextual update",
            #"[{"role":"agent","message":"Hi."},{"role":"user","message":"User opened the pricing page","contextual_update_info":{"context_id":"nav"}},{"role":"user","message":"Hello."}]"#,
            .elevenLabs, both),
        Form(
            "no contextual update",
            #"[{"role":"agent","message":"Hi.","contextual_update_info":null},{"role":"user","message":"Hello.","contextual_update_info":null}]"#,
            .elevenLabs, both),
        Form(
            "a key pressed",
            #"[{"role":"agent","message":"Hi."},{"role":"user","message":"4","source_medium":"dtmf"},{"role":"user","message":"Hello.","source_medium":"audio"}]"#,
            .elevenLabs, both),
        Form(
            "injected",
            #"[{"role":"agent","message":"Hi."},{"role":"injected","message":"Say bye."},{"role":"user","message":"Say it.","type":"injected"},{"role":"user","message":"Hello."}]"#,
            .elevenLabs, both),
        Form(
            "tools",
            #"[{"role":"assistant","content":"Hi."},{"role":"tool","content":"42"},{"role":"assistant","type":"tool_call","content":"f()"},{"role":"user","content":[{"type":"tool_result","text":"42"},{"type":"text","text":"Hello."}]}]"#,
            .openAI, both),
        Form(
            "system and developer",
            #"[{"role":"system","content":"A"},{"role":"Developer","content":"B"},{"role":"assistant","content":"Hi."},{"role":"user","content":"Hello."}]"#,
            .openAI, both),
        Form(
            "preliminary",
            #"[{"role":"assistant","text":"Hi.","isFinal":true},{"role":"user","text":"Hell","isFinal":false},{"role":"user","text":"Hello.","isFinal":true}]"#,
            .list, both),
    ]

    static let times = [
        Form(
            "Unix time in seconds",
            #"[{"speaker":"ai","text":"Hi.","timestamp":1767261600},{"speaker":"user","text":"Hello.","timestamp":1767261609}]"#,
            .webClient, .arrivals, ["I 0–_ Hi.", "C 9–_ Hello."]),
        Form(
            "Unix time in milliseconds",
            #"[{"speaker":"ai","text":"Hi.","timestamp":1767261600000},{"speaker":"user","text":"Hello.","timestamp":"1767261609500"}]"#,
            .webClient, .arrivals, ["I 0–_ Hi.", "C 9.5–_ Hello."]),
        Form(
            "ISO 8601 without a zone",
            #"[{"speaker":"ai","text":"Hi.","timestamp":"2026-01-01 10:00:00"},{"speaker":"user","text":"Hello.","timestamp":"2026-01-01T10:00:09.5"}]"#,
            .webClient, .arrivals, ["I 0–_ Hi.", "C 9.5–_ Hello."]),
        Form(
            "times of day",
            #"[{"speaker":"ai","text":"Hi.","timestamp":"16:04:04"},{"speaker":"user","text":"Hello.","timestamp":"16:04:10"}]"#,
            .webClient, .arrivals, ["I 0–_ Hi.", "C 6–_ Hello."]),
        Form(
            "times in a recording",
            #"[{"speaker":"ai","text":"Hi.","start":"00:00:03","end":"00:00:04.5"},{"speaker":"user","text":"Hello.","start":"0:05","end":"0:06"}]"#,
            .webClient, .exact, ["I 3–4.5 Hi.", "C 5–6 Hello."]),
        Form(
            "just before the call",
            #"[{"role":"agent","message":"Hi.","time_in_call_secs":-1},{"role":"user","message":"Hello.","time_in_call_secs":2}]"#,
            .elevenLabs, .wholeSeconds, ["I 0–_ Hi.", "C 2–_ Hello."]),
        Form(
            "numbers in strings",
            #"[{"role":"agent","content":"Hi.","words":[{"start":"0.5","end":"1.5"}]},{"role":"user","content":"Hello.","words":[{"start":"2","end":"2.5"}]}]"#,
            .retell, .exact, ["I 0.5–1.5 Hi.", "C 2–2.5 Hello."]),
        Form(
            "milliseconds that no name tells",
            #"[{"speaker":"ai","text":"Hello there, how are you?","start":0,"end":1800},{"speaker":"user","text":"I am fine, thank you.","start":2100,"end":3900}]"#,
            .webClient, .exact, ["I 0–1.8 Hello there, how are you?", "C 2.1–3.9 I am fine, thank you."]),
        Form(
            "a duration beside a bad end",
            #"[{"speaker":"ai","text":"Hi.","start":1,"end":0,"duration":0.5},{"speaker":"user","text":"Hello.","start":2,"end":3}]"#,
            .webClient, .exact, ["I 1–1.5 Hi.", "C 2–3 Hello."]),
        Form(
            "more than a day",
            #"[{"speaker":"ai","text":"Hi.","timestamp":1767261600},{"speaker":"user","text":"Hello.","timestamp":1767361600}]"#,
            .webClient, ["I Hi.", "C Hello."]),
        Form(
            "out of order",
            #"[{"speaker":"user","text":"Hello.","start":3,"end":4},{"speaker":"ai","text":"Hi.","start":1,"end":2}]"#,
            .webClient, .exact, ["I 1–2 Hi.", "C 3–4 Hello."]),
    ]

    private static func text(
        _ name: String, _ text: String, _ source: TranscriptSource, _ timing: Timing, _ turns: [String]
    ) -> Form { Form(name, quoted(text), source, timing, turns) }

    private static func text(_ name: String, _ text: String, _ turns: [String]) -> Form {
        Form(name, quoted(text), .plainText, turns)
    }

    static let texts = [
        text("full-width colons", "AI：你好\nUser：您好", ["I 你好", "C 您好"]),
        text("names in Chinese", "面试官：你好\n候选人：您好", ["I 你好", "C 您好"]),
        text("byte order mark", "\u{FEFF}AI: hi\nUser: hello", ["I hi", "C hello"]),
        text("Otter", "Speaker 1  0:03\nHello.\n", .textExport, .wholeSeconds, ["'Speaker 1' 3–_ Hello."]),
        text(
            "Otter, two speakers", "Unknown Speaker  0:03\nHello.\nWelcome.\n\nLena S  0:10\nHi: thanks.\n",
            .textExport, .wholeSeconds, ["? 3–_ Hello.\nWelcome.", "'Lena S' 10–_ Hi: thanks."]),
        text(
            "Teams", "Interview\n5 January 2026, 10:00AM\n\nLena S   0:03\nHello.\n\nMax   0:07\nHi.", .textExport,
            .wholeSeconds, ["'Lena S' 3–_ Hello.", "'Max' 7–_ Hi."]),
        text(
            "Zoom", "[Lena S] 16:04:04\nHello.\n\n[Max] 16:04:10\nHi.", .textExport, .wholeSeconds,
            ["'Lena S' 0–_ Hello.", "'Max' 6–_ Hi."]),
        text("a time before the name", "[00:00:03] AI: Hello.", .textExport, .wholeSeconds, ["I 3–_ Hello."]),
        text(
            "times before the names", "00:03 AI: Hello.\n(01:02:03) User: Hi.", .textExport, .wholeSeconds,
            ["I 3–_ Hello.", "C 3723–_ Hi."]),
        text(
            "a time behind the name", "AI (00:03): Hello.\nUser [00:07]: Hi.", .textExport, .wholeSeconds,
            ["I 3–_ Hello.", "C 7–_ Hi."]),
        text(
            "whisper.cpp", "[00:00:00.000 --> 00:00:02.500]   Hello.\n[00:00:02.500 --> 00:00:04.000]   Hi.",
            .textExport, .exact, ["? 0–2.5 Hello.", "? 2.5–4 Hi."]),
        text("bold names", "**AI:** Hello.", ["I Hello."]),
        text(
            "bold names before the colon", "**AI**: Hello.\n\n**User**: Hi\\! A \\*star\\*.",
            ["I Hello.", "C Hi! A *star*."]),
        text("in a list", "- AI: Hello.\n- User: Hi.", ["I Hello.", "C Hi."]),
        text("a title", "Interview of 5 January\n\nAI: Hello.\nUser: Hi.", ["I Hello.", "C Hi."]),
        text(
            "what was said has colons",
            "AI: Question one\nUser: I used three tools:\nReact: for the UI\nNode: for the API\n",
            ["I Question one", "C I used three tools:\nReact: for the UI\nNode: for the API"]),
        text(
            "what was said begins with a label", "AI: And the cost?\nTime complexity: how many steps?\nUser: Linear.",
            ["I And the cost?\nTime complexity: how many steps?", "C Linear."]),
        text(
            "names that occur again", "Lena: Which tools?\nMax: Two.\nReact: for the UI\nLena: And?\nMax: Node.",
            ["'Lena' Which tools?", "'Max' Two.\nReact: for the UI", "'Lena' And?", "'Max' Node."]),
    ]

    static let captions = [
        text(
            "Teams", "WEBVTT\n\nid-1\n00:00:00.000 --> 00:00:00.800\n<v Lena S>Knock knock</v>\n", .webVTT, .exact,
            ["'Lena S' 0–0.8 Knock knock"]),
        text(
            "Zoom",
            "WEBVTT\n\n1\n00:00:03.000 --> 00:00:05.000\nLena S: Hello.\n\n2\n00:00:05.500 --> 00:00:06.000\nMax: Hi.\n",
            .webVTT, .exact, ["'Lena S' 3–5 Hello.", "'Max' 5.5–6 Hi."]),
        text(
            "notes, styles, settings, tags, entities",
            "WEBVTT - title\n\nSTYLE\n::cue { color: red }\n\nNOTE nothing --> here\n\n00:01.000 --> 00:02.500 align:start position:10%\n<v.loud Interviewer>Is 1 &lt; 2 &amp; <i>3</i>?</v>\n\n00:03.000 --> 00:04.000\n<v Candidate>Yes,\n<00:03.500>it is.",
            .webVTT, .exact, ["I 1–2.5 Is 1 < 2 & 3?", "C 3–4 Yes,\nit is."]),
        text(
            "two voices in a cue", "WEBVTT\n\n00:01.000 --> 00:02.500\n<v AI>Hi.</v>\n<v User>Hello.</v>", .webVTT,
            .exact, ["I 1–2.5 Hi.", "C 1–2.5 Hello."]),
        text(
            "estimated times", "WEBVTT\n\nNOTE Times are estimated.\n\n00:01.000 --> 00:02.500\n<v Interviewer>Hi.",
            .webVTT, .none, ["I Hi."]),
        text(
            "SubRip",
            "1\n00:00:00,000 --> 00:00:02,500\nInterviewer: Hello.\n\n2\n00:00:03,000 --> 00:00:04,000\n{\\an8}Candidate: <i>Hi</i>.\n",
            .subRip, .exact, ["I 0–2.5 Hello.", "C 3–4 Hi."]),
        text(
            "SubRip without names",
            "1\n00:00:00,000 --> 00:00:02,500\nHello.\n\n2\n00:00:03,000 --> 00:00:04,000\nNote: this.\n", .subRip,
            .exact, ["? 0–2.5 Hello.", "? 3–4 Note: this."]),
    ]
}
