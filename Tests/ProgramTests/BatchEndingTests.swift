// A signal in the middle of a batch: what was executed is stored and answered, and the rest is refused, in one line.

import Glibc
import JSON
import TestSupport
import Testing

@Suite struct BatchEndingTests {
    private static let session = #""session":{"userId":"kp_alice"}"#
    private static let interview = #""interviewId":"00000000-0000-7000-8000-000000000001""#

    private func request(_ method: String, _ params: String, _ id: Int) -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":{\#(Self.session)\#(params)}}"#
    }

    private func create(_ id: Int) -> String {
        request("createVoiceInterview", #","technologies":[],"context":"","duration":1"#, id)
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `exactly what is answered as executed is stored`(_ number: Int32) throws {
        let folder = try TestFolder()
        let arguments = ["--database", folder.file("db")]
        let program = try Program(arguments: arguments + ["--deterministic"])
        _ = try program.call(create(0))
        let said = String(repeating: "word ", count: 20_000)
        _ = try program.call(
            request(
                "saveVoiceInterviewTranscription",
                #",\#(Self.interview),"transcription":[{"speaker":"user","text":"\#(said)"}],"actualDuration":1"#, 0))
        let calls = (1...1_000).map {
            $0 % 2 == 1 ? create($0) : request("getVoiceInterviewMetrics", "," + Self.interview, $0)
        }
        try program.send("[\(calls.joined(separator: ","))]\n" + create(0) + "\n")
        usleep(200_000)
        program.signal(number)
        let line = try #require(program.line())
        #expect(program.line() == nil)
        #expect(try program.status() == 0)
        let answers = Array(try JSONText(line, outlineDepth: 3).root.elements)
        #expect(answers.count == calls.count)
        let executed = answers.prefix { $0["result"] != nil }
        #expect(executed.count < calls.count)
        #expect(
            answers.dropFirst(executed.count).allSatisfy { answer in
                answer["error"]?["code"]?.integer == 503 && answer["error"]?["data"]?["retryable"]?.kind == .true
            })
        let next = try Program(arguments: arguments)
        let stats = try JSONText(try next.call(request("getVoiceInterviewStats", "", 0)), outlineDepth: 4).root
        #expect(stats["result"]?["stats"]?["total"]?.integer == 1 + (executed.count + 1) / 2)
    }
}
