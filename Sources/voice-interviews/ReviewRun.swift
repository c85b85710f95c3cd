// Reviews interviews one after another, and prints how far it is.

internal import ChatCompletions
internal import Glibc
internal import InterviewMethods
internal import Interviews
internal import Reviews
internal import SQLiteStore

struct ReviewRun {
    private let store: SQLiteStore
    private let user: UserID
    private let reviewer: Reviewer
    private let language: LanguageTag?
    private let interruption: Interruption
    private let progress = ProgressBar()
    private var reviewed = 0
    private var nothingToReview = 0
    private var failed = 0

    /// How many reviews before the next one the model has failed to write.
    private var failuresInARow = 0

    /// When to give up: a server that is gone, or refuses the key, fails every time.
    private static let mostFailuresInARow = 3

    init(
        _ store: SQLiteStore, _ user: UserID, _ reviewer: Reviewer, _ language: LanguageTag?,
        _ interruption: Interruption
    ) {
        self.store = store
        self.user = user
        self.reviewer = reviewer
        self.language = language
        self.interruption = interruption
    }

    /// Which interviews are reviewed.
    enum Kind {
        /// Those that were named, even if they have feedback.
        case named
        case withoutFeedback
    }

    var hasFailed: Bool { failed > 0 || interruption.isInterrupted }

    /// The ids of the interviews that have ended and have no feedback, oldest first.
    func withoutFeedback() throws(ExitError) -> [String] {
        do throws(ReviewFailure) {
            return try together { interviews throws(ReviewFailure) in
                do throws(Refusal) { return try interviews.endedWithoutFeedback().reversed() } catch {
                    throw .refused(error)
                }
            }
        } catch {
            throw ExitError(status: .inputOutput, sentence: error.sentence(log))
        }
    }

    mutating func review(_ ids: [String], _ kind: Kind) throws(ExitError) {
        for (index, id) in ids.enumerated()
        where !interruption.isInterrupted && failuresInARow < Self.mostFailuresInARow {
            progress.show(index, of: ids.count)
            let outcome: String
            do throws(ReviewFailure) {
                guard let saved = try review(id, kind) else { continue }
                reviewed += 1
                failuresInARow = 0
                outcome = "reviewed, score \(saved.interview.score.map { String(Int($0)) } ?? "none")"
            } catch .cancelled {
                break
            } catch {
                outcome = count(error)
            }
            try progress.print("\(harmless(id)): \(outcome)")
        }
        progress.clear()
        let end =
            interruption.isInterrupted
            ? "; interrupted" : failuresInARow == Self.mostFailuresInARow ? "; given up" : ""
        try writeToStandardOutput(
            "\(reviewed) reviewed, \(nothingToReview) with nothing to review, \(failed) failed\(end)\n")
    }

    private mutating func count(_ failure: ReviewFailure) -> String {
        if case .nothingToReview = failure {
            nothingToReview += 1
            return "nothing to review: \(failure.sentence(log))"
        }
        failed += 1
        if case .modelFailed = failure { failuresInARow += 1 }
        return "failed: \(failure.sentence(log))"
    }

    /// - Returns: nil if the interview has got feedback since it was listed.
    private func review(_ id: String, _ kind: Kind) throws(ReviewFailure) -> Reviewer.SavedReview? {
        let assignment = try together { interviews throws(ReviewFailure) in
            try reviewer.begin(id, in: language, of: interviews)
        }
        guard kind == .named || !assignment.hasFeedback else { return nil }
        let written = try reviewer.review(assignment, interruption)
        return try together { interviews throws(ReviewFailure) in
            try reviewer.finish(written, of: interviews)
        }
    }

    /// Runs `body` in one transaction.
    private func together<Value>(
        _ body: (UserInterviews) throws(ReviewFailure) -> Value
    ) throws(ReviewFailure) -> Value {
        let outcome: Result<Value, ReviewFailure>
        do throws(StoreFailure) {
            outcome = try store.together { transaction in
                Result { () throws(ReviewFailure) in try body(UserInterviews(of: user, in: transaction)) }
            }
        } catch {
            throw .refused(.failed(error))
        }
        return try outcome.get()
    }

    /// Prints the causes of internal errors.
    private var log: LogSink {
        { event in
            if case .internalError(let reference, let cause) = event {
                writeToStandardError("voice-interviews: internal error \(reference): \(cause)\n")
            }
        }
    }
}

/// The progress of a command: a bar on a terminal, and lines elsewhere.
struct ProgressBar {
    private let isTerminal = isatty(STDOUT_FILENO) == 1
    private static let width = 30

    func show(_ done: Int, of all: Int) {
        guard isTerminal else { return }
        let filled = Self.width * done / max(all, 1)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
        write("\r[\(bar)] \(done)/\(all)")
    }

    /// Prints a line, on a terminal in place of the bar.
    func print(_ line: String) throws(ExitError) {
        clear()
        try writeToStandardOutput(line + "\n")
    }

    func clear() {
        // Erases the line (ECMA-48, EL).
        if isTerminal { write("\r\u{1B}[2K") }
    }

    private func write(_ text: String) { _ = Output(descriptor: STDOUT_FILENO).write(text.utf8.span) }
}
