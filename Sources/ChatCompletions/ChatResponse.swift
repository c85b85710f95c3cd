// What the response to a request means.

internal import JSON

/// The response to a request for a completion.
enum ChatResponse: Equatable {
    /// The text of the answer.
    case text(String)

    /// The server does not know this form of answers, or does not accept the request at all.
    case formatRefused

    /// The server asks for patience, or failed.
    case overloaded

    /// It is not the completion of a chat, or the model refused to answer.
    case malformed

    case failed(ModelFailure.Reason)

    /// - Parameters:
    ///   - status: of HTTP.
    ///   - body: for an error, as much of it as was received.
    init(status: Int, _ body: [UInt8]) {
        switch status {
        case 200..<300: self.init(completion: body)
        case 413: self = .failed(.tooLong)
        case _ where Self.isContextLengthError(body[...]): self = .failed(.tooLong)
        case 400, 415, 422, 501: self = .formatRefused
        case 429, 500...: self = .overloaded
        default: self = .failed(.refused)
        }
    }

    private init(completion body: [UInt8]) {
        let text: JSONText
        do throws(JSONSyntaxError) {
            text = try JSONText(body[...])
        } catch {
            self = .malformed
            return
        }
        let choice = text.root.member("choices")?.elements.first { _ in true }
        let message = choice?.member("message")
        if let error = text.root.member("error"), Self.isContextLengthError(error.bytes) {
            self = .failed(.tooLong)
        } else if choice?.member("finish_reason")?.isString("length") == true {
            // The model would be cut short again.
            self = .failed(.badAnswer)
        } else if let content = message?.member("content")?.string, !Self.isRefusal(message?.member("refusal")) {
            self = .text(content)
        } else {
            self = .malformed
        }
    }

    /// An empty text is none: some servers write it in place of null.
    private static func isRefusal(_ refusal: JSONSlice?) -> Bool {
        guard let refusal else { return false }
        return refusal.kind != .null && !refusal.isString("")
    }

    /// How servers say that a prompt is too long: the codes of OpenAI and of llama.cpp, and the sentences of vLLM and
    /// Gemini, which have no code for it.
    private static let contextLengthErrors = [
        "context_length_exceeded", "exceed_context_size_error", "maximum context length",
        "exceeds the maximum number of tokens",
    ].map { Array($0.utf8) }

    private static func isContextLengthError(_ body: ArraySlice<UInt8>) -> Bool {
        contextLengthErrors.contains { body.firstRange(of: $0) != nil }
    }
}
