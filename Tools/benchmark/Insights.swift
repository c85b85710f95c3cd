// `insights`: what it costs to read something out of interviews.

internal import ArgumentParser
internal import ToolSupport

struct Insights: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Save transcripts, and measure searches, transcripts, metrics and progress.",
        discussion: """
            One user has all interviews, each with a transcript of 42 kB. Its words are drawn from 8,000 invented \
            ones, whose frequencies follow Zipf's law. The first search must read every transcript; each of its pages \
            is measured, to the last. A page has 20 hits.
            """)

    @OptionGroup var place: Place

    @Option(help: "The number of interviews.")
    var interviews = 300

    @Option(help: "The number of measured calls of each kind.")
    var calls = 200

    func validate() throws {
        guard interviews > 1, calls > 0 else {
            throw ValidationError("--interviews must be at least 2, and --calls at least 1.")
        }
    }

    func run() throws {
        var table = Table(["", "calls", "median, ms", "99th percentile, ms", "longest, ms"])
        try place.withFolder { folder in
            let server = try LineServer(place.server(folder + "/interviews.sqlite"))
            var ids = try fill(server)
            func add(_ name: String, _ times: [Int]) {
                let times = Times(times)
                table.add(
                    name, times.count.shown, (times.median / 1e3).shown, (times.percentile99 / 1e3).shown,
                    (times.longest / 1e3).shown)
            }
            func measure(_ name: String, _ call: (Int) -> Call) throws {
                add(name, try server.times(Load((0..<calls).map(call))))
            }
            add("first search, each page", try Self.searchAll(server))
            try measure("search for a word that nobody said") { _ in Self.search("nobody") }
            try measure("search for a word of one interview") { _ in Self.search("needle") }
            try measure("search for a word of every interview") { _ in Self.search(Vocabulary.word(0)) }
            try measure("get, whole") { .get(user: 0, interview: ids[$0 % ids.count]) }
            for format in ["turns", "text", "markdown", "vtt", "srt"] {
                try measure("transcript, \(format)") {
                    Self.other("getVoiceInterviewTranscript", ids[$0 % ids.count], #","format":"\#(format)""#)
                }
            }
            try measure("metrics") { Self.other("getVoiceInterviewMetrics", ids[$0 % ids.count], "") }
            try measure("progress") { _ in .other("getVoiceInterviewProgress", user: 0, #","timeZone":"Europe/Paris""#)
            }
            let doomed = ids.prefix(min(calls, interviews / 2))
            ids.removeFirst(doomed.count)
            add("delete", try server.times(Load(doomed.map { Self.other("deleteVoiceInterview", $0, "") })))
            try server.finish()
        }
        print(table.text)
        print("\(try place.machine()); server and benchmark on any core.")
    }

    private static func search(_ query: String, cursor: String? = nil) -> Call {
        .other("searchVoiceInterviews", user: 0, #","query":"\#(query)""# + Sample.after(cursor))
    }

    private static func other(_ method: String, _ interview: String, _ parameters: String) -> Call {
        .other(method, user: 0, #","interviewId":"\#(interview)""# + parameters)
    }

    /// - Returns: how long each page took, in nanoseconds.
    private static func searchAll(_ server: LineServer) throws -> [Int] {
        var times: [Int] = []
        var cursor: String?
        repeat {
            let load = Load([search("needle", cursor: cursor)])
            times.append(
                try server.ask(load.bytes.span) { answer in
                    try Answer.check(answer, id: 0)
                    cursor = Answer.string(.nextCursor, in: answer)
                })
        } while cursor != nil
        return times
    }

    /// - Returns: the ids of the interviews.
    private func fill(_ server: LineServer) throws -> [String] {
        var ids: [String] = []
        try server.pipeline(Load((0..<interviews).map { _ in .create(user: 0) })) { index, answer in
            try Answer.check(answer, id: index)
            ids += [Answer.string(.id, in: answer) ?? ""]
        }
        var vocabulary = Vocabulary()
        let saves = ids.enumerated().map { index, id in
            Self.other(
                "saveVoiceInterviewTranscription", id,
                #","actualDuration":1200,"score":\#(index % 101),"feedback":\#(Self.feedback(index)),"transcription":"#
                    + vocabulary.transcript(with: index == interviews / 2 ? "needle" : ""))
        }
        try server.pipeline(Load(saves)) { try Answer.check($1, id: $0) }
        return ids
    }

    private static func feedback(_ index: Int) -> String {
        #"{"overallScore":\#(index % 101),"evaluation":"A paragraph of it.","strengths":["Calm."],"weaknesses":["Weak point \#(index % 7)."]}"#
    }
}

/// Made-up words, the n-th of which is said 1/n as often as the first (Zipf's law).
private struct Vocabulary {
    private static let size = 8_000
    private static let syllables = ["ta", "ne", "ri", "so", "lu", "ke", "mo", "di", "pa", "vi", "gre", "sta"]

    private let bounds: [Double]
    private var random = SplitMix64(seed: 1)

    init() {
        var sum = 0.0
        bounds = (0..<Self.size).map { rank in
            sum += 1 / Double(rank + 1)
            return sum
        }
    }

    static func word(_ number: Int) -> String {
        var (word, rest) = ("", number + syllables.count)
        while rest > 0 {
            word += syllables[rest % syllables.count]
            rest /= syllables.count
        }
        return word
    }

    /// 84 turns of 70 words.
    mutating func transcript(with extra: String) -> String {
        let turns = (0..<84).map { turn in
            let words = (0..<70).map { _ in next() }.joined(separator: " ")
            return
                #"{"role":"\#(turn % 2 == 0 ? "agent" : "user")","message":"\#(words) \#(extra).","time_in_call_secs":\#(turn * 14)}"#
        }
        return "[" + turns.joined(separator: ",") + "]"
    }

    private mutating func next() -> String {
        let sum = Double.random(in: 0..<(bounds.last ?? 1), using: &random)
        var (low, high) = (0, Self.size - 1)
        while low < high {
            let middle = (low + high) / 2
            if bounds[middle] < sum { low = middle + 1 } else { high = middle }
        }
        return Self.word(low)
    }
}
