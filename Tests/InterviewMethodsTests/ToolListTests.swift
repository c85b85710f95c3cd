// The list of tools: all that models need to choose one.

import Foundation
import JSON
import JSONRPC
import TestSupport
import Testing

@testable import InterviewMethods

@Suite struct ToolListTests {
    private static func tools(_ kind: SessionKind = .trusted) throws -> [JSONSlice] {
        let list = try TestService(try kind.sessions()).call("tools/list", "")
        return Array(try #require(try JSONText(list, outlineDepth: 32).root["result"]?["tools"]).elements)
    }

    @Test func `a tool has a title of its own, and says when to use it`() throws {
        let tools = try Self.tools()
        #expect(Set(tools.map { $0["title"]?.string }).count == 11 && tools.allSatisfy { $0["title"] != nil })
        let names = tools.compactMap { $0["name"]?.string }
        for tool in tools {
            let description = try #require(tool["description"]?.string)
            #expect(description.count > 100, "\(description)")
        }
        // Where two are near, each names the other, or the one to use in its place.
        for (name, near) in [
            ("createVoiceInterview", "getUserVoiceInterviews"),
            ("updateVoiceInterviewStatus", "saveVoiceInterviewTranscription"),
            ("saveVoiceInterviewTranscription", "getVoiceInterviewById"),
            ("getUserVoiceInterviews", "searchVoiceInterviews"), ("searchVoiceInterviews", "getUserVoiceInterviews"),
            ("getVoiceInterviewById", "getVoiceInterviewTranscript"),
            ("getVoiceInterviewTranscript", "getVoiceInterviewById"),
            ("getVoiceInterviewStats", "getVoiceInterviewProgress"),
            ("getVoiceInterviewProgress", "getVoiceInterviewStats"),
        ] {
            let tool = try #require(tools.first { $0["name"]?.string == name })
            #expect(names.contains(near) && tool["description"]?.string?.contains(near) == true, "\(name)")
        }
    }
}
