// `serve`: answers requests from standard input on standard output, until the input ends or a signal arrives.

internal import Glibc
internal import InterviewMethods
internal import Interviews
internal import JSONRPC
internal import Logging
internal import Synchronization
internal import SQLiteStore

struct Serve {
    static let abstract = "Answer requests from standard input on standard output, one JSON text per line."

    let options: ServeOptions

    func run() throws {
        let environment = Environment()
        let log = try LogSettings(options, environment)
        let logger = Logger(label: "voice-interviews") { _ in LogHandler(logLevel: log.level, format: log.format) }
        do throws(ExitError) {
            try serve(try Settings(options, environment), logger, log.format)
        } catch {
            Self.end(error, logger, log.format)
        }
    }

    private static func end(_ error: ExitError, _ logger: Logger, _ format: LogFormat) -> Never {
        guard format == .json else { error.perform() }
        logger.critical("\(error.sentence)", metadata: ["status": .stringConvertible(Int(error.status.rawValue))])
        StandardError.shared.flush()
        Glibc.exit(error.status.rawValue)
    }

    private func serve(_ settings: Settings, _ logger: Logger, _ format: LogFormat) throws(ExitError) {
        let stopFlag = StopFlag()
        guard let output = Output.claimed() else {
            throw ExitError(status: .inputOutput, sentence: "standard output is not open.")
        }
        let box = ServiceBox(
            output, stopFlag, tellEnd: { [logger] in logger.logEnd("signal", settings.facts) },
            end: { [logger] in Self.end($0, logger, format) })
        SignalWatch.begin { box.endAtSignal() }
        let clock: ClockAndIDs = options.isDeterministic ? .deterministic : .system
        try box.open { () throws(ExitError) in
            let sessions = try settings.sessions.sessions(logger)
            let webhookSecrets = try settings.webhooks?.secrets(logger)
            if let warning = settings.model?.warning { logger.warning("\(warning)") }
            let store = try settings.store(clock, stopFlag, logger)
            let detail: Detail = logger.logLevel <= .debug ? .everyRequest : .notableRequests
            let service = Service(
                store, sessions, webhookSecrets, settings.model?.reviewer, options.quotas, detail: detail
            ) {
                logger.log($0)
            }
            #if DEBUG
                options.injectedFault?.inject(into: store, service)
            #endif
            return service
        }
        logger.info("serving", metadata: settings.facts)
        try Self.serve(box)
        logger.logEnd("end of input", settings.facts)
    }

    private static func serve(_ box: ServiceBox) throws(ExitError) {
        var input = LineInput(descriptor: STDIN_FILENO)
        var (verdict, reading) = (Service.Verdict.goOn, Service.Reading.waiting)
        while verdict == .goOn, reading != .waiting || input.end == nil {
            (verdict, reading) = box.answerGroup(after: input.read(reading))
            if box.isEnding { box.awaitEnd() }
        }
        if verdict == .goOn, case .failed(let errno)? = input.end {
            box.close()
            throw ExitError(status: .inputOutput, sentence: "standard input cannot be read: \(errno).")
        }
        if verdict == .goOn { verdict = box.awaitDeferredCalls() }
        box.close()
        if let error = verdict.error { throw error }
    }
}

extension Service.Verdict {
    /// Why the program ends; nil if it goes on.
    var error: ExitError? {
        switch self {
        case .goOn: nil
        case .diskFailed: ExitError(status: .inputOutput, sentence: "the disk failed while storing.")
        case .filesLost:
            ExitError(
                status: .inputOutput,
                sentence: """
                    the database or its WAL was moved, replaced, emptied or deleted, or given another name.
                    """)
        case .outputClosed: ExitError(status: .inputOutput, sentence: "standard output cannot be written.")
        }
    }
}

extension Settings {
    /// What the log says about the process.
    fileprivate var facts: Logger.Metadata {
        [
            "version": "\(InterviewTable.version)", "sqlite": "\(SQLiteStore.sqliteVersion)",
            "database": "\(database.location)", "sessions": "\(sessions.kind)",
        ]
    }

    fileprivate func store(
        _ clock: ClockAndIDs, _ stopFlag: StopFlag, _ logger: Logger
    ) throws(ExitError) -> sending SQLiteStore {
        let store: SQLiteStore
        do throws(OpeningFailure) {
            store = try SQLiteStore(
                at: database.location, ifMissing: database.ifMissing, clock: clock, stopFlag: stopFlag)
        } catch {
            throw ExitError(error, at: database.location.description)
        }
        if store.isReadableByOthers {
            logger.warning("the database can be read by other users", metadata: ["database": "\(database.location)"])
        }
        return store
    }
}
