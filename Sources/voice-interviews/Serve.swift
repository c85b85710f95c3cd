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
            try serve(try Settings(options, environment), logger)
        } catch {
            guard log.format == .json else { throw error }
            logger.critical("\(error.sentence)", metadata: ["status": .stringConvertible(Int(error.status.rawValue))])
            StandardError.shared.flush()
            Glibc.exit(error.status.rawValue)
        }
    }

    private func serve(_ settings: Settings, _ logger: Logger) throws(ExitError) {
        let stopFlag = StopFlag()
        let box = ServiceBox(stopFlag) { [logger] in logger.logEnd("signal", settings.facts) }
        SignalWatch.begin { box.endAtSignal() }
        guard let output = Output.claimed() else {
            throw ExitError(status: .inputOutput, sentence: "standard output is not open.")
        }
        let clock: ClockAndIDs = options.isDeterministic ? .deterministic : .system
        try box.open { () throws(ExitError) in
            let sessions = try settings.sessions.sessions(logger)
            let webhookSecrets = try settings.webhooks?.secrets(logger)
            let store = try settings.store(clock, stopFlag, logger)
            let detail: Detail = logger.logLevel <= .debug ? .everyRequest : .notableRequests
            let service = Service(store, sessions, webhookSecrets, detail: detail) { logger.log($0) }
            #if DEBUG
                options.injectedFault?.inject(into: store, service)
            #endif
            return service
        }
        logger.info("serving", metadata: settings.facts)
        try Self.serve(box, output)
        logger.logEnd("end of input", settings.facts)
    }

    private static func serve(_ box: ServiceBox, _ output: Output) throws(ExitError) {
        var input = LineInput(descriptor: STDIN_FILENO)
        var (verdict, reading) = (Service.Verdict.goOn, Service.Reading.waiting)
        while verdict == .goOn, reading != .waiting || input.end == nil {
            (verdict, reading) = box.answerGroup(after: input.read(reading), output)
            if box.isEnding { box.awaitEnd() }
        }
        if verdict == .goOn, case .failed(let errno)? = input.end {
            throw ExitError(status: .inputOutput, sentence: "standard input cannot be read: \(errno).")
        }
        box.close()
        switch verdict {
        case .goOn: return
        case .diskFailed: throw ExitError(status: .inputOutput, sentence: "the disk failed while storing.")
        case .filesLost:
            throw ExitError(
                status: .inputOutput,
                sentence: """
                    the database or its WAL was moved, replaced, emptied or deleted, or given another name.
                    """)
        case .outputClosed: throw ExitError(status: .inputOutput, sentence: "standard output cannot be written.")
        }
    }
}

/// The service behind a lock, so that a signal can wait until a group of requests is answered.
final class ServiceBox: Sendable {
    /// How long a signal waits for the group that is being answered.
    private static let longestWait = Duration.milliseconds(600)

    private let service = Mutex<Service?>(nil)
    private let stopFlag: StopFlag
    private let tellEnd: @Sendable () -> Void

    /// - Parameter tellEnd: logs that a signal ends the program.
    init(_ stopFlag: StopFlag, tellEnd: @escaping @Sendable () -> Void) {
        self.stopFlag = stopFlag
        self.tellEnd = tellEnd
    }

    func open(_ make: @Sendable () throws(ExitError) -> sending Service) throws(ExitError) {
        try service.withLock { service throws(ExitError) in
            do throws(ExitError) {
                service = try make()
            } catch {
                // Exit while the lock is held: if a signal has cancelled the opening, the exit status is that of the
                // signal.
                if stopFlag.isSet { _exit(0) }
                throw error
            }
        }
    }

    /// Receives lines, and answers one group of the requests in flight.
    func answerGroup(after lines: [Line], _ output: Output) -> (Service.Verdict, Service.Reading) {
        service.withLock { service in
            guard let service else { return (.goOn, .waiting) }
            service.receive(lines)
            return (service.answerGroup { output.write($0) }, service.reading)
        }
    }

    func close() { service.withLock { $0?.close() } }

    /// Whether a signal has arrived. The thread that answers then calls `awaitEnd`.
    var isEnding: Bool { stopFlag.isSet }

    func awaitEnd() -> Never {
        while true { pause() }
    }

    /// Ends the process with status 0 between two groups of requests. Requests that wait for another process are
    /// refused at once. A group is aborted only if its answers are not read for too long.
    func endAtSignal() -> Never {
        stopFlag.set()
        let deadline = ContinuousClock.now + Self.longestWait
        while ContinuousClock.now < deadline {
            service.withLockIfAvailable { service in
                service?.close()
                tellEnd()
                // Exit while the lock is held: the thread that answers must not use the closed store.
                _exit(0)
            }
            usleep(1_000)
        }
        tellEnd()
        _exit(0)
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
