// `fuzz`: sends broken requests to the service, and checks every answer.

internal import ArgumentParser
internal import FoundationEssentials
internal import InterviewMethods
internal import Interviews
internal import JSON
internal import JSONRPC
internal import SQLiteStore
internal import ToolSupport
internal import Webhooks

@main
struct Fuzz: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send mutations of valid requests to the service, and check every answer.",
        discussion: """
            The seed determines what is sent. A run that finds a fault prints the stream that it sent last, as a \
            Swift string literal, and ends with status 1.
            """)

    @Option(help: "The number of streams to send, of a few lines each.")
    var count = 10_000

    @Option(help: "The seed of the random numbers.")
    var seed: UInt64 = 1

    func run() throws {
        var mutator = Mutator(seed: seed)
        let store = try SQLiteStore(at: .memory, clock: .deterministic)
        let folder = try TemporaryFolder("fuzz")
        defer { folder.remove() }
        let secrets = try Self.webhookSecrets(in: folder.file("secrets.json"))
        guard let user = UserID("u") else { throw ExitCode(2) }
        var services: [Service] = []
        var answered = 0
        for round in 1...max(count, 1) {
            let stream = mutator.stream()
            // A handshake holds for a pipe, so there is a new one now and then; one that is pinned offers everything.
            if round % 50 == 1 {
                services = [Service(store, .trusted, secrets), Service(store, .pinned(user), secrets)]
            }
            let service = services[round % services.count]
            let answers = Self.send(stream, to: service, in: mutator.chunks(stream.count))
            answered += answers.count
            let lines = stream.split(separator: UInt8(ascii: "\n")).count
            var faults = answers.compactMap(Self.fault)
            if answers.count > lines { faults.append("there are more answers than lines") }
            if !Self.isAlive(service) { faults.append("a valid request after it was not answered") }
            guard faults.isEmpty else {
                print(
                    "round \(round), seed \(seed): \(faults)\nsent: \(String(decoding: stream, as: UTF8.self).debugDescription)"
                )
                throw ExitCode(1)
            }
        }
        print("\(count) streams from seed \(seed): \(answered) answers, each one line of JSON-RPC.")
    }

    private static func webhookSecrets(in file: String) throws -> WebhookSecrets {
        let secrets = #"{"vapi":["\#(Mutator.webhookSecret)"],"elevenlabs":["\#(Mutator.webhookSecret)"]}"#
        try Data(secrets.utf8).write(to: URL(filePath: file))
        return try WebhookSecrets(path: file)
    }

    private static func send(_ stream: [UInt8], to service: Service, in chunks: [Range<Int>]) -> [[UInt8]] {
        var splitter = LineSplitter()
        var answers: [[UInt8]] = []
        func answer(_ lines: [Line]) {
            _ = service.answer(lines) { bytes in
                answers += [UInt8](copying: bytes).split(
                    separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
                ).dropLast().map(
                    Array.init)
                return true
            }
        }
        for chunk in chunks { answer(splitter.split(Array(stream[chunk]))) }
        if let last = splitter.finish() { answer([last]) }
        return answers
    }

    private static func isAlive(_ service: Service) -> Bool {
        let request =
            #"{"jsonrpc":"2.0","id":"alive","method":"getVoiceInterviewStats","params":{"session":{"userId":"u"}}}"#
        let answers = send(Array(request.utf8), to: service, in: [0..<request.utf8.count])
        return answers.count == 1 && answers[0].starts(with: #"{"jsonrpc":"2.0","id":"alive","result":"#.utf8)
    }

    /// What is wrong with a line of output.
    private static func fault(in line: [UInt8]) -> String? {
        guard let text = String(validating: line, as: UTF8.self) else { return "an answer is not UTF-8" }
        // A tab may stand between the tokens of what is passed through.
        if text.unicodeScalars.contains(where: {
            $0.value < 0x20 && $0 != "\t" || [0x85, 0x2028, 0x2029].contains($0.value)
        }) {
            return "an answer holds a line break or a control character: \(text.debugDescription)"
        }
        do throws(JSONSyntaxError) {
            let root = try JSONText(text, outlineDepth: 4).root
            let answers = root.kind == .array ? Array(root.elements) : [root]
            guard !answers.isEmpty, answers.allSatisfy(isAnswer) else { return "a line is not a response: \(text)" }
        } catch {
            return "an answer is not JSON: \(text)"
        }
        return nil
    }

    private static func isAnswer(_ slice: JSONSlice) -> Bool {
        let names = slice.members.map { $0.name.string }
        // An error whose id is not known has none, where the Model Context Protocol is spoken.
        return [["jsonrpc", "id", "result"], ["jsonrpc", "id", "error"], ["jsonrpc", "error"]].contains(names)
    }
}
