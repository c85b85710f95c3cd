// Faults that the crash test must detect, so that a run without findings means something.

#if DEBUG
    internal import InterviewMethods
    internal import SQLiteStore

    /// What `crash --control` has the program do wrong. No release build can do this.
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
