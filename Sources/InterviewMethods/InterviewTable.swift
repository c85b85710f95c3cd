// The table of methods: the only place where the protocol and the interviews are both known.

public import Interviews
public import JSONRPC

/// Every method that the program offers, for one kind of session.
public struct InterviewTable: Sendable {
    let sessions: Sessions
    let log: LogSink

    public init(_ sessions: Sessions, log: @escaping LogSink = { _ in }) {
        self.sessions = sessions
        self.log = log
    }

    public var methods: [Method<Transaction>] {
        [
            createVoiceInterview,
            updateVoiceInterviewStatus,
            saveVoiceInterviewTranscription,
            getUserVoiceInterviews,
            getVoiceInterviewById,
            getVoiceInterviewStats,
            getVoiceInterviewTranscript,
            getVoiceInterviewMetrics,
            getVoiceInterviewProgress,
            searchVoiceInterviews,
            deleteVoiceInterview,
            discover,
        ]
    }

    /// The methods, described for programs.
    public var document: OpenRPC<Transaction> {
        OpenRPC(
            title: "voice-interviews", version: Self.version, Self.sentences,
            methods: methods, commonFaults: FaultKind.ofEveryMethod)
    }

    /// What a client must know beside the methods.
    private static let sentences = """
        Keeps practice job interviews held by voice. JSON-RPC 2.0 over standard input and output, one JSON text in UTF-8 a \
        line, at most \(LineSplitter.maximumLineBytes) bytes each; batches of up to \(Message.maximumBatchElements). An optional \
        parameter may be null, as if it were left out. An error of a line whose id cannot be read has the id null.
        """

    /// The methods, described for people.
    public var reference: Reference<Transaction> {
        Reference(methods: methods, commonFaults: FaultKind.ofEveryMethod)
    }

    /// The version of the methods, and of the program.
    public static let version = "0.2.0"

    private var discover: Method<Transaction> {
        Method(
            "rpc.discover", title: "Describe the methods", "Describes all methods, as an OpenRPC document.",
            caller: .open,
            result: ResultType(.object(title: "OpenRPC", nil)) { _, writer in document.write(to: &writer) },
            effect: .reads
        ) { _, _ in }
    }

    private var createVoiceInterview: Method<Transaction> {
        method(
            "createVoiceInterview", title: "Create an interview",
            """
            Keeps a new interview, pending, before it is held, and answers with its id. For one that was created before, take its \
            id from getUserVoiceInterviews.
            """,
            Parameter("technologies", .technologies, "What the interview is about."),
            Parameter("context", .string(Limits.contextLength), "The position, the candidate, what to ask for."),
            Parameter(
                "duration", .integer(Limits.duration, unit: "minutes"), "How long it is planned to take, in minutes."),
            result: .interview, effect: .writes, example: .create
        ) { interviews, technologies, context, duration throws(Refusal) in
            try interviews.create(technologies: technologies, context: context, duration: duration)
        }
    }

    private var updateVoiceInterviewStatus: Method<Transaction> {
        method(
            "updateVoiceInterviewStatus", title: "Change an interview's status",
            """
            Moves an interview on: pending to active when the conversation begins, either to failed when it broke off, \
            active to completed when nothing of it is kept. To keep what was said, use \
            saveVoiceInterviewTranscription alone: it completes the interview, too.
            """,
            Self.ofInterview,
            Parameter(
                "status", .choice,
                "active: under way. completed: held. failed: broken off. pending: created, not begun."),
            Parameter(
                optional: "conversationId", .string(Limits.conversationIdLength),
                "ElevenLabs' id of the conversation, if there is one; replaces an earlier one."),
            result: .interview, effect: .writesIdempotently, refusals: [.notFound, .invalidTransition],
            example: .updateStatus
        ) { interviews, id, status, conversationId throws(Refusal) in
            try interviews.updateStatus(id, to: status, conversationId: conversationId)
        }
    }

    private var saveVoiceInterviewTranscription: Method<Transaction> {
        method(
            "saveVoiceInterviewTranscription", title: "Save what was said",
            """
            Keeps what was said and completes the interview, after the conversation; or adds feedback and a score, after a review. \
            Saving again replaces the transcription and the duration: give both again, whole, as getVoiceInterviewById gives them.
            """,
            Self.ofInterview,
            Parameter(
                "transcription", .anyForm,
                """
                What was said, in any form, up to \(Limits.transcriptionBytes) bytes; best \
                [{"speaker": "ai", "text": "…"}, {"speaker": "user", "text": "…"}].
                """),
            Parameter(
                "actualDuration", .number(Limits.actualDuration, unit: "seconds"), "How long it took, in seconds."),
            Parameter(
                optional: "feedback", .anyForm,
                "What is said of it, in any form, up to \(Limits.feedbackBytes) bytes; left out, the stored one stays."),
            Parameter(
                optional: "score", .number(Limits.score),
                "How well it went, from 0 to 100; left out, the stored one stays."),
            result: .interview, effect: .replaces, refusals: [.notFound, .tooLarge],
            example: .saveTranscription
        ) { interviews, id, transcription, actualDuration, feedback, score throws(Refusal) in
            try interviews.saveTranscription(
                id, transcription, actualDuration: actualDuration, feedback: feedback, score: score)
        }
    }

    private var getUserVoiceInterviews: Method<Transaction> {
        method(
            "getUserVoiceInterviews", title: "List interviews",
            """
            Lists the caller's interviews, the newest created first, each with its context and without what was said. Use it to \
            find an id; searchVoiceInterviews finds words that were said.
            """,
            Parameter(
                optional: "limit", .integer(Limits.page, unit: "interviews"),
                "How many interviews at most; \(Limits.page.upperBound) if left out. A page of long contexts has fewer."
            ),
            Parameter(optional: "cursor", .cursor, "The `nextCursor` of the page before, got with the same filters."),
            Parameter(optional: "status", .statuses, "Only those in one of these statuses."),
            Parameter(
                optional: "technology", .technology,
                "Only those with a technology of exactly this name, ASCII case aside."),
            Parameter(optional: "startedAfter", .instant, "Only those created at this time or after it."),
            Parameter(optional: "startedBefore", .instant, "Only those created before this time."),
            result: .page, effect: .reads, example: .list
        ) { interviews, limit, cursor, statuses, technology, startedAfter, startedBefore throws(Refusal) in
            try interviews.list(
                InterviewFilter(
                    statuses: statuses.map(Set.init), technology: technology, startedAfter: startedAfter,
                    startedBefore: startedBefore),
                limit: limit ?? Limits.page.upperBound, cursor: cursor)
        }
    }

    private var getVoiceInterviewById: Method<Transaction> {
        method(
            "getVoiceInterviewById", title: "Get one interview",
            """
            Gives one interview whole, with transcription and feedback as they were saved. Use it before saving again; to read what \
            was said, getVoiceInterviewTranscript.
            """,
            Self.ofInterview,
            result: .wholeInterview, effect: .reads, refusals: [.notFound], example: .get
        ) { interviews, id throws(Refusal) in try interviews.get(id) }
    }

    private var getVoiceInterviewStats: Method<Transaction> {
        method(
            "getVoiceInterviewStats", title: "Count interviews",
            """
            Counts all of the caller's interviews and sums them up, durations in seconds. For a span of time, a technology, or how \
            scores change, use getVoiceInterviewProgress.
            """,
            result: .stats, effect: .reads, example: .stats
        ) { interviews throws(Refusal) in try interviews.stats() }
    }

    static let ofInterview = Parameter(
        "interviewId", .id, "As createVoiceInterview and lists give it.")

    /// What all methods of the table have in common: the session, and how the domain's refusals become faults.
    func method<each Value: Sendable, Result>(
        _ name: String, title: String, _ sentence: String, _ parameters: repeat Parameter<each Value>,
        result: ResultType<Result>, effect: Effect, refusals: [FaultKind] = [], example: MethodExample,
        body: @escaping @Sendable (UserInterviews, repeat each Value) throws(Refusal) -> Result
    ) -> Method<Transaction> {
        Method(
            name, title: title, sentence, caller: sessions.callerParameter, repeat each parameters, result: result,
            effect: effect,
            refusals: refusals, example: example.with(session: sessions.example)
        ) { [log] (access: Transaction, caller: Caller, values: repeat each Value) throws(Fault) -> Result in
            do throws(Refusal) {
                return try body(UserInterviews(of: caller.user, in: access), repeat each values)
            } catch {
                throw Fault(error, log)
            }
        }
    }
}
