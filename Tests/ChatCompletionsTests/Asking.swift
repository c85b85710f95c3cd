// Questions to a scripted server, and the processes that they start.

import ChatCompletions
import Foundation
import Synchronization
import TestSupport
import ToolSupport

let prompt = ChatPrompt(
    system: "Judge.", user: "I did.", schemaName: "review", schema: Array(#"{"type":"object"}"#.utf8))

typealias Outcome = Result<String, CompletionError>

extension Outcome {
    static func failure(_ reason: ModelFailure.Reason, _ status: Int? = nil) -> Outcome {
        .failure(.failed(ModelFailure(reason, httpStatus: status)))
    }
}

struct Missing: Error {}

/// A way to ask a server, with its own mark in the environment of its processes.
struct Asking: Sendable {
    let url: String
    var key: String?
    var timeout = 600
    var curl: String?
    var environment: [String: String] = [:]
    let mark = "CHAT_TEST=\(UUID().uuidString)"

    /// Kept as long as it is asked.
    private let server: ModelServer?

    init(_ url: String) {
        self.url = url
        server = nil
    }

    init(_ server: ModelServer) {
        url = server.url
        self.server = server
    }

    static let searchPath = ProcessInfo.processInfo.environment["PATH"] ?? ""

    static func curlPath() throws -> String {
        guard let path = Curl.path(in: searchPath) else { throw Missing() }
        return path
    }

    func model() throws -> ChatModel {
        guard let url = ModelURL(url), key == nil || key.flatMap({ ModelKey($0) }) != nil else { throw Missing() }
        let name = mark.split(separator: "=").map(String.init)
        let environment = environment.map { (name: $0.key, value: $0.value) } + [(name: name[0], value: name[1])]
        let curl = Curl(at: try curl ?? Self.curlPath(), environment: environment)
        return ChatModel(at: url, name: "m", key: key.flatMap { ModelKey($0) }, timeout: timeout, curl: curl)
    }

    /// Asks, and accepts every text but `bad`. The exit status of curl is left out.
    func outcome(_ interruption: Interruption = Interruption()) throws -> Outcome {
        try wholeOutcome(interruption).mapError { error in
            guard case .failed(let failure) = error else { return error }
            return .failed(ModelFailure(failure.reason, httpStatus: failure.httpStatus))
        }
    }

    func wholeOutcome(_ interruption: Interruption = Interruption()) throws -> Outcome {
        let model = try model()
        return Result { () throws(CompletionError) in
            try model.complete(prompt, interruption) { $0 == "bad" ? nil : $0 }
        }
    }

    /// The folders in `/proc` of the processes that were started, and have not ended.
    var processes: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.filter { Int($0) != nil }.map { "/proc/\($0)" }.filter {
            FileManager.default.contents(atPath: $0 + "/environ")?.firstRange(of: Data(mark.utf8)) != nil
        }
    }
}

/// A call on a thread of its own.
final class Call: Sendable {
    private let outcome = Mutex<Result<Outcome, any Error>?>(nil)

    init(_ asking: Asking, _ interruption: Interruption = Interruption()) {
        Thread.detachNewThread { [self] in
            let outcome = Result { try asking.outcome(interruption) }
            self.outcome.withLock { $0 = outcome }
        }
    }

    /// Waits for the end of the call.
    func result() throws -> Outcome {
        try wait { outcome.withLock { $0 != nil } }
        guard let outcome = outcome.withLock({ $0 }) else { throw Missing() }
        return try outcome.get()
    }
}

/// The processes that this one has started, and not yet waited for, although they have ended.
func endedChildren() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { name in
        guard Int(name) != nil, let data = FileManager.default.contents(atPath: "/proc/\(name)/stat") else {
            return false
        }
        let words = String(decoding: data, as: UTF8.self).split(separator: " ")
        return words.count > 3 && words[1] == "(curl)" && words[2] == "Z" && words[3] == "\(getpid())"
    }
}

/// A script in place of curl.
///
/// Another process writes it: a child that another test starts at this moment would else hold it open for writing, and
/// it could not be executed (ETXTBSY).
func script(_ lines: String, in folder: TestFolder) throws -> String {
    let path = folder.file("curl")
    let writing = #"printf '#!/bin/sh\n%s\n' "$1" >"$2" && chmod 700 "$2""#
    let result = try ChildProcess.run(
        ["sh", "-c", writing, "sh", lines, path], environment: ["PATH": Asking.searchPath])
    guard result.status == 0 else { throw Missing() }
    return path
}

/// Runs `body` on a thread that has its own table of descriptors, so that those of other tests do not come and go in it.
func withOwnDescriptors<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) throws -> Value {
    // unshare(2), which Swift's Glibc module lacks.
    guard let unshare = unsafe dlsym(nil, "unshare") else { throw Missing() }
    let call = unsafe unsafeBitCast(unshare, to: (@convention(c) (Int32) -> Int32).self)
    let result = Mutex<Result<Value, any Error>?>(nil)
    Thread.detachNewThread {
        let value = Result {
            // CLONE_FILES
            guard call(0x400) == 0 else { throw Missing() }
            return try body()
        }
        result.withLock { $0 = value }
    }
    try wait { result.withLock { $0 != nil } }
    guard let value = result.withLock({ $0 }) else { throw Missing() }
    return try value.get()
}
