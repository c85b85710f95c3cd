// The history page in a real browser: layout, contrast, keyboard, print, loaded resources, speed.

import Foundation
import TestSupport
import Testing
import ToolSupport

@Suite struct PageTests {
    @Test func `the page passes in Chromium, in both languages, with no and with a thousand interviews`() throws {
        if case .failure(let missing) = Means.browser { try Means.skip(for: missing) }
        let environment = try PythonEnvironment.pages.needed()
        printToStandardError("Looking at history pages in Chromium. This can take some minutes.")
        let folder = try TestFolder()
        // If set, the folder in which the pages and pictures of them are kept.
        let kept = ProcessInfo.processInfo.environment["VOICE_INTERVIEWS_PICTURES"] ?? folder.path
        let (some, many) = (folder.file("some.sqlite"), folder.file("many.sqlite"))
        try HeldInterview.hold(HeldInterview.ofEveryKind, in: some)
        let filler = try Program("--database", many, "--deterministic")
        #expect(filler.converse(HeldInterview.requests(1_000)).count { $0.contains(#""result""#) } == 2_000)
        let pages = ["en.html", "fr.html", "many.html", "empty.html"].map { kept + "/" + $0 }
        try report(some, pages[0])
        try report(some, pages[1], "--language", "fr", "--time-zone", "Europe/Paris")
        try report(many, pages[2])
        try report(some, pages[3], "--user", "kp_nobody")
        let (output, status) = try environment.run("Pages/check.py", pages + [kept])
        #expect(status == 0, "\(output)")
        #expect(output.contains("many.html, 1000 interviews: first paint after"))
        #expect(output.components(separatedBy: ": no overflow, nothing cut").count == 13)
    }

    private func report(_ database: String, _ page: String, _ options: String...) throws {
        let user = options.contains("--user") ? [] : ["--user", "kp_alice"]
        let program = try Program(arguments: ["report", "--database", database, "--output", page] + user + options)
        try #require(try program.status() == 0)
    }
}
