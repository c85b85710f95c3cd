// The table of methods: the only place where both the protocol and the interviews are known.

public import Interviews
public import JSONRPC
public import Webhooks

/// The names of the methods, in the order in which they are listed.
enum MethodName: String, CaseIterable {
    case createVoiceInterview, updateVoiceInterviewStatus, saveVoiceInterviewTranscription
    case getUserVoiceInterviews, getVoiceInterviewById, getVoiceInterviewStats
    case appendVoiceInterviewTurns, ingestVoiceInterviewWebhook
    case saveVoiceInterviewFeedback, generateVoiceInterviewFeedback
    case getVoiceInterviewTranscript, getVoiceInterviewMetrics, getVoiceInterviewProgress
    case searchVoiceInterviews, deleteVoiceInterview
    case discover = "rpc.discover"
}

/// All methods of the program, for one kind of session.
public struct InterviewTable: Sendable {
    let sessions: Sessions

    /// Nil if webhooks cannot be verified.
    let webhookSecrets: WebhookSecrets?

    /// Nil if there is no model.
    let reviewer: Reviewer?
    let quotas: Quotas
    let log: LogSink

    public init(
        _ sessions: Sessions, _ webhookSecrets: WebhookSecrets? = nil, _ reviewer: Reviewer? = nil,
        _ quotas: Quotas = .none, log: @escaping LogSink = { _ in }
    ) {
        self.sessions = sessions
        self.webhookSecrets = webhookSecrets
        self.reviewer = reviewer
        self.quotas = quotas
        self.log = log
    }

    public var methods: [Method<Transaction>] { MethodName.allCases.map(method) }

    var server: Server<Transaction> {
        let names = MethodName.allCases
        return Server(names.map(\.rawValue)) { method(names[$0]) }
    }

    private func method(_ name: MethodName) -> Method<Transaction> {
        switch name {
        case .createVoiceInterview: createVoiceInterview
        case .updateVoiceInterviewStatus: updateVoiceInterviewStatus
        case .saveVoiceInterviewTranscription: saveVoiceInterviewTranscription
        case .getUserVoiceInterviews: getUserVoiceInterviews
        case .getVoiceInterviewById: getVoiceInterviewById
        case .getVoiceInterviewStats: getVoiceInterviewStats
        case .appendVoiceInterviewTurns: appendVoiceInterviewTurns
        case .ingestVoiceInterviewWebhook: ingestVoiceInterviewWebhook
        case .saveVoiceInterviewFeedback: saveVoiceInterviewFeedback
        case .generateVoiceInterviewFeedback: generateVoiceInterviewFeedback
        case .getVoiceInterviewTranscript: getVoiceInterviewTranscript
        case .getVoiceInterviewMetrics: getVoiceInterviewMetrics
        case .getVoiceInterviewProgress: getVoiceInterviewProgress
        case .searchVoiceInterviews: searchVoiceInterviews
        case .deleteVoiceInterview: deleteVoiceInterview
        case .discover: discover
        }
    }

    /// The OpenRPC document of the methods.
    public var document: OpenRPC<Transaction> {
        OpenRPC(
            title: "voice-interviews", version: Self.version, Self.sentences,
            methods: methods, commonFaults: FaultKind.ofEveryMethod)
    }

    /// The description in the OpenRPC document.
    private static let sentences = """
        Stores practice job interviews that are held by voice with an AI interviewer. JSON-RPC 2.0 over standard input and \
        output: one JSON text in UTF-8 per line, at most \(Line.maximumBytes) bytes each; batches of at most \
        \(Message.maximumBatchElements) requests. An optional parameter may be null, which is the same as omitting it. An error \
        has the id null if the id of the request cannot be read.
        """

    /// The reference of the methods in Markdown.
    public var reference: Reference<Transaction> {
        Reference(methods: methods, commonFaults: FaultKind.ofEveryMethod)
    }

    /// The version of the methods, and of the program.
    public static let version = "0.2.0"

    private var discover: Method<Transaction> {
        Method(
            MethodName.discover.rawValue, title: "Describe the methods", "Returns an OpenRPC document of all methods.",
            caller: .open,
            result: ResultType(.object(title: "OpenRPC", nil)) { _, writer in document.write(to: &writer) },
            effect: .reads, audience: .programs
        ) { _, _ in }
    }

    private var createVoiceInterview: Method<Transaction> {
        method(
            .createVoiceInterview, title: "Create an interview",
            """
            Creates an interview, pending, before it is held, and returns it with its id. To find the id of an existing \
            interview, use getUserVoiceInterviews.
            """,
            Parameter("technologies", .technologies, "The subjects of the interview."),
            Parameter("context", .string(Limits.contextLength), "The position, the candidate, what to ask."),
            Parameter("duration", .integer(Limits.duration, unit: "minutes"), "The planned duration in minutes."),
            result: .interview, effect: .writes, refusals: [.quotaExceeded], example: .create
        ) { interviews, technologies, context, duration throws(Refusal) in
            try interviews.create(technologies: technologies, context: context, duration: duration)
        }
    }

    private var updateVoiceInterviewStatus: Method<Transaction> {
        method(
            .updateVoiceInterviewStatus, title: "Change an interview's status",
            """
            Changes the status: to active when the conversation begins, to failed when it is aborted, from active to completed if \
            there is no transcription to save; saveVoiceInterviewTranscription completes an interview by itself.
            """,
            Self.ofInterview,
            Parameter(
                "status", .choice,
                "pending: created. active: being held. completed: ended normally. failed: aborted."),
            Parameter(
                optional: "conversationId", .string(Limits.conversationIdLength),
                "The vendor's id of the conversation."),
            Parameter(
                optional: "actualDuration", .number(Limits.actualDuration, unit: "seconds"),
                "The actual duration in seconds."),
            result: .interview, effect: .writesIdempotently, refusals: [.notFound, .invalidTransition, .tooLarge],
            example: .updateStatus
        ) { interviews, id, status, conversationId, actualDuration throws(Refusal) in
            try interviews.updateStatus(
                id, to: status, conversationId: conversationId, actualDuration: actualDuration)
        }
    }

    private var saveVoiceInterviewTranscription: Method<Transaction> {
        method(
            .saveVoiceInterviewTranscription, title: "Save a transcription",
            """
            Saves the transcription and completes the interview, after the conversation. Saving again replaces the transcription \
            and the duration; to add feedback, use saveVoiceInterviewFeedback.
            """,
            Self.ofInterview,
            Parameter(
                "transcription", .anyJSON,
                """
                What was said, in any format, at most \(Limits.transcriptionBytes) bytes; preferably \
                [{"speaker": "ai", "text": "…"}, {"speaker": "user", "text": "…"}].
                """),
            Parameter(
                "actualDuration", .number(Limits.actualDuration, unit: "seconds"), "The actual duration in seconds."),
            Parameter(
                optional: "feedback", .anyJSON,
                "An assessment in any format, at most \(Limits.feedbackBytes) bytes; if omitted, the old one is kept."
            ),
            Parameter(
                optional: "score", .number(Limits.score), "From 0 to 100; if omitted, the old one is kept."),
            result: .interview, effect: .replaces, refusals: [.notFound, .tooLarge, .quotaExceeded],
            example: .saveTranscription
        ) { interviews, id, transcription, actualDuration, feedback, score throws(Refusal) in
            try interviews.saveTranscription(
                id, transcription, actualDuration: actualDuration, feedback: feedback, score: score)
        }
    }

    private var getUserVoiceInterviews: Method<Transaction> {
        method(
            .getUserVoiceInterviews, title: "List interviews",
            """
            Lists the caller's interviews, newest first, without transcription and feedback. Use it to find an id; to search \
            what was said, use searchVoiceInterviews.
            """,
            Parameter(
                optional: "limit", .integer(Limits.page, unit: "interviews"),
                "At most so many interviews; default \(Limits.page.upperBound). A page may have fewer."),
            Parameter(optional: "cursor", .cursor, "The `nextCursor` of the previous page."),
            Parameter(optional: "status", .statuses, "Only those with one of these statuses."),
            Parameter(
                optional: "technology", .technology,
                "Only those with exactly this technology; ASCII case is ignored."),
            Parameter(optional: "startedAfter", .instant, "Only those created at or after this time."),
            Parameter(optional: "startedBefore", .instant, "Only those created before this time."),
            Parameter(
                optional: "conversationId", .string(Limits.conversationIdLength),
                "Only those that have had this conversation."),
            result: .page, effect: .reads, example: .list
        ) {
            interviews, limit, cursor, statuses, technology, startedAfter, startedBefore, conversationId throws(Refusal)
            in
            try interviews.list(
                InterviewFilter(
                    statuses: statuses.map(Set.init), technology: technology, startedAfter: startedAfter,
                    startedBefore: startedBefore, conversationId: conversationId),
                limit: limit ?? Limits.page.upperBound, cursor: cursor)
        }
    }

    private var getVoiceInterviewById: Method<Transaction> {
        method(
            .getVoiceInterviewById, title: "Get one interview",
            """
            Returns one interview with its transcription and feedback as they were saved. To read the conversation, use \
            getVoiceInterviewTranscript.
            """,
            Self.ofInterview,
            result: .wholeInterview, effect: .reads, refusals: [.notFound], example: .get
        ) { interviews, id throws(Refusal) in try interviews.get(id) }
    }

    private var getVoiceInterviewStats: Method<Transaction> {
        method(
            .getVoiceInterviewStats, title: "Count interviews",
            """
            Counts all of the caller's interviews by status, with the sum of their durations in seconds and their average score. \
            For a period, a technology, or scores over time, use getVoiceInterviewProgress.
            """,
            result: .stats, effect: .reads, example: .stats
        ) { interviews throws(Refusal) in try interviews.stats() }
    }

    static let ofInterview = Parameter(
        "interviewId", .id, "The id of an interview.")

    /// A method with the session as its first parameter. Refusals of the domain become faults.
    func method<each Value: Sendable, Result>(
        _ name: MethodName, title: String, _ sentence: String, _ parameters: repeat Parameter<each Value>,
        result: ResultType<Result>, effect: Effect, cost: Cost = .low, refusals: [FaultKind] = [],
        example: MethodExample,
        body: @escaping @Sendable (UserInterviews, repeat each Value) throws(Refusal) -> Result
    ) -> Method<Transaction> {
        Method(
            name.rawValue, title: title, sentence, caller: sessions.callerParameter, repeat each parameters,
            result: result, effect: effect, cost: cost, refusals: refusals,
            example: example.with(session: sessions.example)
        ) {
            [quotas, log] (transaction: Transaction, caller: Caller, values: repeat each Value) throws(Fault) -> Result
            in
            do throws(Refusal) {
                return try body(UserInterviews(of: caller.user, in: transaction, quotas), repeat each values)
            } catch {
                throw Fault(error, log)
            }
        }
    }
}
