// Faults that the crash test must detect, to show that it works.

#if DEBUG
    internal import InterviewMethods
    internal import SQLiteStore

    /// Faults that `crash --control` injects. Release builds do not contain them.
    enum InjectedFault: String, CaseIterable {
        case answerBeforeCommit = "answer-before-commit"
        case commitWithoutSync = "commit-without-sync"

        func inject(into store: SQLiteStore, _ service: Service) {
            switch self {
            case .answerBeforeCommit: service.departure = .beforeCommit
            case .commitWithoutSync: store.commitWithoutSync()
            }
        }
    }
#endif
