// Asks a model, and again where that helps.

internal import JSON

/// A model behind a server that speaks OpenAI's chat completions (platform.openai.com/docs/api-reference/chat).
public struct ChatModel: Sendable {
    public let name: String

    private let url: ModelURL
    private let key: ModelKey?
    private let timeout: Int
    private let curl: Curl

    /// - Parameters:
    ///   - url: the base URL of the server.
    ///   - key: sent as a bearer token (RFC 6750 §2.1), if there is one.
    ///   - timeout: the time for one call, all its tries together, in seconds: 1 to 3,600.
    public init(at url: ModelURL, name: String, key: ModelKey?, timeout: Int, curl: Curl) {
        precondition(1...3_600 ~= timeout, "a time-out is 1 to 3,600 seconds")
        self.url = url
        self.name = name
        self.key = key
        self.timeout = timeout
        self.curl = curl
    }

    /// How long an overloaded server that does not say so is given.
    private static let usualPause = Duration.seconds(1)

    /// Asks the model, and waits for its answer.
    ///
    /// An overloaded server is asked once more, as is one whose answer is not accepted; and one that refuses the form
    /// of the answer, with a weaker form.
    /// - Parameter accept: reads the text of the answer; nil if it is not of the form that was asked for.
    /// - Throws: `interrupted` as soon as the interruption is; `failed` if there is no answer in time.
    public func complete<Value>(
        _ prompt: ChatPrompt, _ interruption: Interruption, accept: (String) -> Value?
    ) throws(CompletionError) -> Value {
        let deadline = Deadline(after: .seconds(timeout))
        var format = ResponseFormat.schema
        var (hasPaused, hasAskedAgain) = (false, false)
        while true {
            let (head, response) = try response(to: prompt, format, before: deadline, interruption)
            switch response {
            case .text(let text):
                if let value = accept(text) { return value }
                fallthrough
            case .malformed:
                guard !hasAskedAgain else { throw .failed(.badAnswer, head.status) }
                hasAskedAgain = true
            case .formatRefused:
                guard let next = format.next else { throw .failed(.refused, head.status) }
                format = next
            case .overloaded:
                let pause =
                    head.field("Retry-After").flatMap { RetryAfter.pause($0, now: RetryAfter.now) } ?? Self.usualPause
                guard !hasPaused, pause < deadline.left else { throw .failed(.overloaded, head.status) }
                hasPaused = true
                guard interruption.wait(until: Deadline(after: pause)) else { throw .interrupted }
            case .failed(let reason): throw .failed(reason, head.status)
            }
        }
    }

    /// The response to one request.
    private func response(
        to prompt: ChatPrompt, _ format: ResponseFormat, before deadline: Deadline, _ interruption: Interruption
    ) throws(CompletionError) -> (HTTPHead, ChatResponse) {
        guard !interruption.isInterrupted else { throw .interrupted }
        guard interruption.descriptor >= 0 else { throw .failed(.unreachable) }
        var process: CurlProcess
        do throws(SystemLimit) {
            process = try start(prompt, format, before: deadline)
        } catch {
            throw .failed(.unreachable)
        }
        let end = process.end(before: deadline, interruption)
        let head = HTTPHead(process.headBytes)
        switch end {
        case .interrupted: throw .interrupted
        case .timeout: throw .failed(.timeout, head?.status)
        case .tooMuch, .exited: break
        }
        // The status of an error stands, even if its explanation is too long, or ended in the middle.
        if let head, !(200..<300 ~= head.status) {
            return (head, ChatResponse(status: head.status, process.answerBytes))
        }
        switch end {
        case .exited(0):
            guard let head else { throw .failed(.unreachable) }
            return (head, ChatResponse(status: head.status, process.answerBytes))
        case .exited(let status): throw .failed(.unreachable, head?.status, curlStatus: Int(status))
        case .tooMuch, .interrupted, .timeout: throw .failed(.badAnswer, head?.status)
        }
    }

    private func start(
        _ prompt: ChatPrompt, _ format: ResponseFormat, before deadline: Deadline
    ) throws(SystemLimit) -> CurlProcess {
        // Later than the deadline, so that its own time-out never comes first and looks like a lost connection.
        let seconds = Int(deadline.left.components.seconds) + 2
        let configuration = try Descriptor.inMemory(Curl.configuration(url, key, atMost: seconds).span)
        let content = try Descriptor.inMemory(prompt.request(to: name, format).span)
        return try CurlProcess(curl, configuration: configuration, content: content)
    }
}
