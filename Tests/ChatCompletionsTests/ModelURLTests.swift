// Which URLs of servers and which keys are accepted, where curl is found, and which failures can be retried.

import ChatCompletions
import Foundation
import TestSupport
import Testing

@Suite struct ModelURLTests {
    @Test(arguments: [
        "https://api.openai.com/v1", "http://127.0.0.1:11434/v1", "http://localhost:8080", "HTTPS://Example.com/v1",
        "http://[::1]:8080/v1", "https://example.com/a%20b/c;d=(e)'~", "https://host_1.local:65535/v1/a@b",
        "https://generativelanguage.googleapis.com/v1beta/openai",
    ]) func `a base URL is accepted as it is`(_ text: String) throws {
        #expect(try #require(ModelURL(text)).text == text)
    }

    @Test(arguments: ["https://example.com/", "https://example.com//"]) func `slashes at the end are dropped`(
        _ text: String
    ) throws {
        #expect(try #require(ModelURL(text)).text == "https://example.com")
    }

    @Test(arguments: [
        "", "api.openai.com/v1", "ftp://example.com", "file:///etc/passwd", "http://", "http:///v1", "https://:80/v1",
        "https://user@example.com", "https://user:secret@example.com/v1", "https://example.com?a=b",
        "https://example.com/v1#a", "https://exa mple.com", "https://example.com/a b", " https://example.com",
        "https://example.com:0", "https://example.com:65536", "https://example.com:+1", "https://example.com:",
        "https://example.com:8a", "https://[::1", "https://[example]/", "https://[]/", "https://[::1]x/", "https://-.-",
        "https://.com", "https://exämple.com", "https://example.com/ä", "https://example.com/%4",
        "https://example.com/%zz",
        "https://example.com/{a,b}", "https://example.com/[1-2]", "https://example.com/\"", "https://example.com/a\\b",
    ]) func `another text is refused`(_ text: String) {
        #expect(ModelURL(text) == nil)
    }

    @Test func `control characters are refused`() {
        for scalar in ["\n", "\r", "\t", "\0", "\u{7F}"] {
            #expect(ModelURL("https://example.com/v1\(scalar)") == nil)
            #expect(ModelURL("https://exa\(scalar)mple.com/v1") == nil)
            #expect(ModelKey("key\(scalar)") == nil)
        }
        #expect(ModelKey("") == nil)
    }

    @Test(arguments: [
        "https://example.com", "http://localhost", "http://LOCALHOST:1/v1", "http://127.9.9.9", "http://[::1]",
        "http://[0:0:0:0:0:0:0:1]/",
    ])
    func `what is encrypted or stays on the machine is not plain to another machine`(_ text: String) throws {
        #expect(try !#require(ModelURL(text)).isPlainToAnotherMachine)
    }

    @Test(arguments: [
        "http://example.com", "http://localhost.example.com", "http://127.0.0.1.example.com", "http://10.0.0.1/v1",
        "http://[::2]/", "http://126.0.0.1",
    ])
    func `plain HTTP to another host is told`(_ text: String) throws {
        #expect(try #require(ModelURL(text)).isPlainToAnotherMachine)
    }

    @Test func `no description shows a key`() throws {
        let key = try #require(ModelKey("sk-secret"))
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!"\(key) \(String(reflecting: key)) \(dumped)".contains("secret"))
        var asking = Asking("http://127.0.0.1:1")
        asking.key = "sk-secret"
        let model = try asking.model()
        dump(model, to: &dumped)
        #expect(!"\(model) \(dumped)".contains("secret"))
    }

    @Test func `curl is an executable file in an absolute folder`() throws {
        let (first, second) = (try TestFolder(), try TestFolder())
        try FileManager.default.createDirectory(atPath: first.file("curl"), withIntermediateDirectories: false)
        #expect(Curl.path(in: "\(first.path):\(second.path)") == nil)
        let path = try script("", in: second)
        #expect(Curl.path(in: ":.:relative:\(first.path):\(second.path)") == path)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(Curl.path(in: second.path) == nil)
        #expect(Curl.path(in: "") == nil)
    }

    @Test func `what may pass by itself can be retried`() {
        let retryable = ModelFailure.Reason.allCases.filter { ModelFailure($0).isRetryable }
        #expect(retryable == [.unreachable, .overloaded, .timeout])
        #expect(
            ModelFailure.Reason.allCases.map(\.rawValue) == [
                "unreachable", "refused", "overloaded", "timeout", "tooLong", "badAnswer",
            ])
    }
}
