// A clock that only the test advances.

import Synchronization

final class TestClock: Sendable {
    private let seconds: Mutex<Double>

    init(_ time: Double) { seconds = Mutex(time) }

    /// In seconds since 1970.
    var time: Double {
        get { seconds.withLock { $0 } }
        set { seconds.withLock { $0 = newValue } }
    }
}
