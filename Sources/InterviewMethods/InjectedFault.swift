// Mistakes on purpose: what the crash test must find, lest it find nothing because it sees nothing.

internal import Interviews

#if DEBUG
    /// What `crash --control` has the program do. No release build can do this.
    package enum InjectedFault: String, CaseIterable {
        case answerBeforeCommit = "answer-before-commit"
        case commitWithoutSync = "commit-without-sync"
    }

    extension Service {
        package func make(_ mistake: InjectedFault) {
            switch mistake {
            case .answerBeforeCommit: departure = .beforeCommit
            case .commitWithoutSync: store.commitWithoutSync()
            }
        }
    }
#endif
